import { ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";

/** The definition of an alarm. */
export interface AlarmSpec {
  /** Its name within the environment, and its heading in `docs/runbook.md`. */
  readonly id: string;
  /** Distinguishes alarms that share a heading. */
  readonly about?: string;
  /** Its meaning, in one sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  readonly condition: Condition;
}

/** The condition of an alarm. */
export interface Condition {
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** The number of periods to consider. */
  readonly periods: number;
  /** The number of these periods that must meet the condition. */
  readonly breaching: number;
  readonly missing: TreatMissingData;
}

/** Number of breaching periods and of periods considered. */
interface Of {
  readonly breaching: number;
  readonly of: number;
}

const ONCE: Of = { breaching: 1, of: 1 };

/** Above `threshold`; missing data is OK. */
export function above(threshold: number, { breaching, of }: Of = ONCE): Condition {
  return {
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold,
    periods: of,
    breaching,
    missing: TreatMissingData.NOT_BREACHING,
  };
}

/** Below `threshold`; missing data is OK. */
export function belowWhereMeasured(threshold: number, of: Of = ONCE): Condition {
  return { ...below(threshold, of), missing: TreatMissingData.NOT_BREACHING };
}

/** Below `threshold`; missing data counts as below. */
export function below(threshold: number, { breaching, of }: Of = ONCE): Condition {
  return {
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold,
    periods: of,
    breaching,
    missing: TreatMissingData.BREACHING,
  };
}
