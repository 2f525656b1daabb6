// Decodes OTLP JSON traces with the OpenTelemetry Collector's own decoder, one trace per line of standard input, and prints what
// it understood, one line each.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

type event struct {
	Name         string         `json:"name"`
	TimeUnixNano int64          `json:"timeUnixNano,string"`
	Attributes   map[string]any `json:"attributes"`
}

type span struct {
	TraceID    string            `json:"traceId"`
	SpanID     string            `json:"spanId"`
	ParentID   string            `json:"parentSpanId"`
	Name       string            `json:"name"`
	Kind       string            `json:"kind"`
	Start      pcommon.Timestamp `json:"startTimeUnixNano,string"`
	End        pcommon.Timestamp `json:"endTimeUnixNano,string"`
	Status     string            `json:"status"`
	Message    string            `json:"message"`
	Attributes map[string]any    `json:"attributes"`
	Events     []event           `json:"events"`
}

type decoded struct {
	Resource map[string]any `json:"resource"`
	Spans    []span         `json:"spans"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(lines.Bytes())
		if err != nil {
			log.Fatal(err)
		}
		if err := answers.Encode(understood(traces)); err != nil {
			log.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}

func understood(traces ptrace.Traces) decoded {
	answer := decoded{Spans: []span{}}
	for _, resource := range traces.ResourceSpans().All() {
		answer.Resource = resource.Resource().Attributes().AsRaw()
		for _, scope := range resource.ScopeSpans().All() {
			for _, s := range scope.Spans().All() {
				answer.Spans = append(answer.Spans, spanOf(s))
			}
		}
	}
	return answer
}

func spanOf(s ptrace.Span) span {
	events := []event{}
	for _, e := range s.Events().All() {
		events = append(events, event{e.Name(), int64(e.Timestamp()), e.Attributes().AsRaw()})
	}
	return span{
		TraceID: s.TraceID().String(), SpanID: s.SpanID().String(), ParentID: s.ParentSpanID().String(),
		Name: s.Name(), Kind: s.Kind().String(), Start: s.StartTimestamp(), End: s.EndTimestamp(),
		Status: s.Status().Code().String(), Message: s.Status().Message(), Attributes: s.Attributes().AsRaw(), Events: events,
	}
}
