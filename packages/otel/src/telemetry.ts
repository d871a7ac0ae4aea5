import {
  type Attributes,
  type Meter,
  type MeterProvider,
  metrics,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'

/** Where spans and metrics go. */
export interface TelemetryOptions {
  /**
   * The provider of tracers.
   *
   * @default the global one: without an SDK, spans cost next to nothing and go nowhere
   */
  readonly tracerProvider?: TracerProvider | undefined
  /**
   * The provider of meters.
   *
   * @default the global one
   */
  readonly meterProvider?: MeterProvider | undefined
}

/** The name of the instrumentation scope. */
const scope = '@latchkey/otel'

export interface Instruments {
  readonly tracer: Tracer
  readonly meter: Meter
}

export function openInstruments({ tracerProvider, meterProvider }: TelemetryOptions): Instruments {
  const tracers = tracerProvider ?? trace
  return { tracer: tracers.getTracer(scope), meter: (meterProvider ?? metrics).getMeter(scope) }
}

/** Seconds: from a read in memory to a user who takes long. */
export const secondsBuckets: number[] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export interface Observed {
  readonly tracer: Tracer
  readonly name: string
  readonly kind: SpanKind
  readonly attributes: Attributes
  /** Attributes that only the result shows. */
  readonly ofResult?: (result: unknown) => Attributes
  /** Attributes of an error: its code, never its message. */
  readonly ofError: (error: unknown) => Attributes
  /** Called once, when the call has ended. */
  readonly done: (seconds: number, attributes: Attributes) => void
}

/** Runs the call inside a span. What it returns or throws is passed on unchanged. */
export async function observe<Result>(
  { tracer, name, kind, attributes, ofResult, ofError, done }: Observed,
  call: () => Promise<Result> | Result,
): Promise<Result> {
  const begun = performance.now()
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    let outcome: Attributes = {}
    try {
      const result = await call()
      outcome = ofResult?.(result) ?? {}
      return result
    } catch (error) {
      outcome = ofError(error)
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.setAttributes(outcome)
      span.end()
      done((performance.now() - begun) / 1000, { ...attributes, ...outcome })
    }
  })
}

export const internal = SpanKind.INTERNAL
export const client = SpanKind.CLIENT

/** A function of a wrapped object, with whatever inputs it takes. */
export function isMethod(member: unknown): member is (...inputs: never[]) => unknown {
  return typeof member === 'function'
}
