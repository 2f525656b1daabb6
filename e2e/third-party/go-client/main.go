// Uses the API through the client that openapi-generator makes for Go, and prints what it read as one line of JSON. The server adds a
// field to every object and a word to the outcomes that the description does not know.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"

	lens "deploy-lens.test/clients/lens"
)

type read struct {
	Services    int      `json:"services"`
	Deployments []string `json:"deployments"`
	Outcomes    []string `json:"outcomes"`
	ElapsedMs   int64    `json:"elapsedMs"`
	Groups      int      `json:"groups"`
	Wire        int64    `json:"wire"`
	NotFound    string   `json:"notFound"`
	Invalid     string   `json:"invalid"`
}

func main() {
	origin, project, service, sample := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	configuration := lens.NewConfiguration()
	configuration.Servers = lens.ServerConfigurations{{URL: origin}}
	client := lens.NewAPIClient(configuration)
	ctx := context.Background()
	answer := read{Deployments: []string{}, Outcomes: []string{}}

	services, _, err := client.ServicesAPI.ListServices(ctx, project).Limit(1000).Sort("name").Execute()
	check(err)
	answer.Services = len(services.Services)

	cursor := ""
	for {
		request := client.DeploymentsAPI.ListDeployments(ctx, project, service).Limit(7).From("2019-01-01")
		if cursor != "" {
			request = request.Cursor(cursor)
		}
		page, _, err := request.Execute()
		check(err)
		for _, deployment := range page.Deployments {
			answer.Deployments = append(answer.Deployments, deployment.Id)
			if outcome, known := deployment.GetOutcomeOk(); known && outcome != nil {
				answer.Outcomes = append(answer.Outcomes, *outcome)
			}
		}
		cursor = page.Page.GetNextCursor()
		if cursor == "" {
			break
		}
	}

	latest, _, err := client.DeploymentsAPI.GetDeployment(ctx, project, sample, "latest").Execute()
	check(err)
	answer.ElapsedMs = latest.GetElapsedMs()

	statistics, _, err := client.StatisticsAPI.GetProjectDeployDurations(ctx, project).
		GroupBy([]string{"service", "phase"}).Quantiles([]string{"0.5", "0.999"}).From("1562597251764").Execute()
	check(err)
	answer.Groups = len(statistics.Groups)

	events, _, err := client.WireCompatibleAPI.ListWireEvents(ctx, project, sample).Execute()
	check(err)
	answer.Wire = events.Events[0].OccurTime

	_, _, err = client.ServicesAPI.GetService(ctx, project, "no-such-service").Execute()
	answer.NotFound = problemType(err)
	_, _, err = client.DeploymentsAPI.ListDeployments(ctx, project, service).From("yesterday").Execute()
	answer.Invalid = problemType(err)

	check(json.NewEncoder(os.Stdout).Encode(answer))
}

func problemType(err error) string {
	var refused *lens.GenericOpenAPIError
	if !errors.As(err, &refused) {
		log.Fatalf("expected a problem, got %v", err)
	}
	problem, ok := refused.Model().(lens.Problem)
	if !ok {
		log.Fatalf("an error that is no Problem: %s", refused.Body())
	}
	return problem.Type
}

func check(err error) {
	if err != nil {
		var refused *lens.GenericOpenAPIError
		if errors.As(err, &refused) {
			log.Fatalf("%v: %s", err, refused.Body())
		}
		log.Fatal(err)
	}
}
