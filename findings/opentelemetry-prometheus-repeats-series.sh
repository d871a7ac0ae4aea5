#!/usr/bin/env bash
# OpenTelemetry's exporter for Prometheus writes one series twice, where attributes differ in type or in punctuation only.
#
# Expected: what becomes one label is added up before it is written.
# Seen: `{ x: 1 }` and `{ x: '1' }`, and `{ 'a.b': 1 }` and `{ a_b: 1 }`, are two lines each with the same name and labels. An attribute
#   that is undefined or null is a label with an empty value, which for Prometheus is the series without that label, once more.
# Versions: @opentelemetry/exporter-prometheus 0.223.0, @opentelemetry/sdk-metrics 2.12.1.
# Why it matters: Prometheus keeps one sample of such a pair and drops the others, or the whole scrape. A counter that one function
#   calls with a status as a number and another with a text loses one of them, and nothing in the app shows it.
# Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/: values of keys that collide are joined by ";".
# Latchkey: safe. Its attributes are texts of closed sets, with one spelling, and a member that is absent is left out.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @opentelemetry/api@1.9.1 \
  @opentelemetry/sdk-metrics@2.12.1 @opentelemetry/exporter-prometheus@0.223.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
const counter = new MeterProvider({ readers: [reader] }).getMeter('app').createCounter('sign_ins')
for (const attributes of [{}, { x: undefined }, { x: 1 }, { x: '1' }, { 'a.b': 'c' }, { a_b: 'c' }]) counter.add(1, attributes)
await reader.forceFlush()
const text = new PrometheusSerializer('', false, undefined, true, true).serialize(exporter.getMetrics()[0])
await reader.shutdown()
const lines = text.split('\n').filter((line) => line.startsWith('sign_ins'))
console.log(lines.join('\n'))
const seen = lines.map((line) => line.replace(/,?otel_scope_name="app"/, ''))
assert.deepEqual(seen, [
  'sign_ins_total 1',
  'sign_ins_total{x=""} 1',
  'sign_ins_total{x="1"} 1',
  'sign_ins_total{x="1"} 1',
  'sign_ins_total{a_b="c"} 1',
  'sign_ins_total{a_b="c"} 1',
])
JS
node see.mjs
