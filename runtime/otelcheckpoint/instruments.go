package otelcheckpoint

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// The names of attributes. The first is that of the semantic conventions,
// https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/.
const (
	functionKey = attribute.Key("code.function.name")
	resultKey   = attribute.Key("checkpoint.result")
	causeKey    = attribute.Key("checkpoint.cause")
	problemKey  = attribute.Key("checkpoint.problem")
)

// instruments are what values are added to.
type instruments struct {
	calls, stored, problems metric.Int64Counter
	compute, hit, wait      metric.Float64Histogram
	saved                   metric.Float64Counter
}

// boundaries of histograms, in seconds: a hit in memory takes less than a
// microsecond, and a function worth remembering up to hours.
var boundaries = metric.WithExplicitBucketBoundaries(1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 60, 600, 3600)

func newInstruments(m metric.Meter) (in *instruments, err error) {
	in = new(instruments)
	counter := func(to *metric.Int64Counter, name, unit, description string) {
		c, problem := m.Int64Counter(name, metric.WithUnit(unit), metric.WithDescription(description))
		*to, err = c, errors.Join(err, problem)
	}
	histogram := func(to *metric.Float64Histogram, name, description string) {
		h, problem := m.Float64Histogram(name, metric.WithUnit("s"), metric.WithDescription(description), boundaries)
		*to, err = h, errors.Join(err, problem)
	}
	counter(&in.calls, "checkpoint.calls", "{call}", "Calls of remembered functions.")
	counter(&in.stored, "checkpoint.stored", "By", "Encoded results that were stored.")
	counter(&in.problems, "checkpoint.problems", "{problem}", "Damaged results, failures around calls, and results that differ when computed again.")
	histogram(&in.compute, "checkpoint.compute.duration", "How long remembered functions ran.")
	histogram(&in.hit, "checkpoint.hit.duration", "How long it took to find a result.")
	histogram(&in.wait, "checkpoint.wait.duration", "How long calls waited for equal calls.")
	saved, problem := m.Float64Counter("checkpoint.saved", metric.WithUnit("s"), metric.WithDescription("What computing would have taken longer than finding."))
	in.saved, err = saved, errors.Join(err, problem)
	return in, err
}

func (in *instruments) observe(ctx context.Context, e checkpoint.Event) {
	attributes := []attribute.KeyValue{functionKey.String(e.Func)}
	if e.Cause != "" {
		attributes = append(attributes, causeKey.String(e.Cause))
	}
	with := func(more ...attribute.KeyValue) metric.MeasurementOption {
		return metric.WithAttributeSet(attribute.NewSet(append(attributes, more...)...))
	}
	kind := string(e.Kind)
	switch e.Kind {
	case checkpoint.EventHit:
		in.calls.Add(ctx, 1, with(resultKey.String(kind)))
		in.hit.Record(ctx, e.Took.Seconds(), with())
		in.saved.Add(ctx, e.Saved.Seconds(), with())
	case checkpoint.EventMiss:
		in.calls.Add(ctx, 1, with(resultKey.String(kind)))
		in.compute.Record(ctx, e.Took.Seconds(), with())
	case checkpoint.EventUncached:
		in.calls.Add(ctx, 1, with(resultKey.String(kind)))
	case checkpoint.EventStore:
		in.stored.Add(ctx, int64(e.Size), with())
	case checkpoint.EventWait:
		in.wait.Record(ctx, e.Took.Seconds(), with())
	default:
		in.problems.Add(ctx, 1, with(problemKey.String(kind)))
	}
	span := trace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return
	}
	if e.Err != nil {
		attributes = append(attributes, attribute.String("exception.message", e.Err.Error()))
	}
	span.AddEvent("checkpoint."+kind, trace.WithAttributes(attributes...))
}
