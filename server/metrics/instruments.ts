import type { Counter, Gauge } from 'prom-client';

/** @param name without `foyer_` @param help in a sentence @param labels by name */
export type MakeGauge = <Label extends string>(
  name: string,
  help: string,
  ...labels: Label[]
) => Gauge<Label>;

/** @param name without `foyer_` and `_total` @param help in a sentence @param labels by name */
export type MakeCounter = <Label extends string>(
  name: string,
  help: string,
  ...labels: Label[]
) => Counter<Label>;
