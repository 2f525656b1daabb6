import { ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";

/** An alarm before it is made. */
export interface AlarmSpec {
  /** Its name within the environment, and its heading in `docs/runbook.md`. */
  readonly id: string;
  /** Which of several it is about, where one heading is for all of them. */
  readonly about?: string;
  /** What it means, in one sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  readonly condition: Condition;
}

/** When an alarm goes off. */
export interface Condition {
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** Of so many periods … */
  readonly periods: number;
  /** … this many must meet the condition. */
  readonly breaching: number;
  readonly missing: TreatMissingData;
}

/** How many periods of how many. */
interface Of {
  readonly breaching: number;
  readonly of: number;
}

const ONCE: Of = { breaching: 1, of: 1 };

/** Goes off when more than `threshold`; nothing measured is well. */
export function above(threshold: number, { breaching, of }: Of = ONCE): Condition {
  return {
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold,
    periods: of,
    breaching,
    missing: TreatMissingData.NOT_BREACHING,
  };
}

/** Goes off when less than `threshold` was measured; nothing measured is well. */
export function belowWhereMeasured(threshold: number, of: Of = ONCE): Condition {
  return { ...below(threshold, of), missing: TreatMissingData.NOT_BREACHING };
}

/** Goes off when less than `threshold`; nothing measured is less. */
export function below(threshold: number, { breaching, of }: Of = ONCE): Condition {
  return {
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold,
    periods: of,
    breaching,
    missing: TreatMissingData.BREACHING,
  };
}
