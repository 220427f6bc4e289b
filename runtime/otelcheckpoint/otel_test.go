package otelcheckpoint_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/otelcheckpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

const id = "github.com/gocheckpoint/checkpoint/runtime/otelcheckpoint_test.half"

func half(_ context.Context, n int) (int, error) {
	if n%2 != 0 {
		return 0, errors.New("odd")
	}
	return n / 2, nil
}

// point names one measured value.
type point struct{ metric, result, cause string }

// collect reads all metrics: sums, and of histograms the counts.
func collect(t *testing.T, reader *sdkmetric.ManualReader) map[point]float64 {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := reader.Collect(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	got := make(map[point]float64)
	add := func(name string, set attribute.Set, value float64) {
		if f, _ := set.Value("code.function.name"); f.AsString() != id {
			t.Errorf("%s is told of function %q", name, f.AsString())
		}
		result, _ := set.Value("checkpoint.result")
		cause, _ := set.Value("checkpoint.cause")
		got[point{name, result.AsString(), cause.AsString()}] += value
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					add(m.Name, p.Attributes, float64(p.Value))
				}
			case metricdata.Sum[float64]:
				for _, p := range data.DataPoints {
					add(m.Name, p.Attributes, p.Value)
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					add(m.Name, p.Attributes, float64(p.Count))
				}
			default:
				t.Errorf("%s: %T", m.Name, m.Data)
			}
		}
	}
	return got
}

func TestMetricsAndSpans(t *testing.T) {
	reader := sdkmetric.NewManualReader()
	observer, err := otelcheckpoint.ObserverOf(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader)))
	if err != nil {
		t.Fatal(err)
	}
	spans := tracetest.NewSpanRecorder()
	ctx, span := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)).Tracer("test").Start(t.Context(), "work")

	f := checkpoint.Func(half, observer, checkpoint.Store(memstore.New()))
	f.Call(ctx, 4)
	f.Call(ctx, 4)
	f.Call(nil, 4) // without a context there is no span
	f.Call(ctx, 3)
	f.Rerun(ctx, 4)
	span.End()

	got := collect(t, reader)
	for p, want := range map[point]float64{
		{"checkpoint.calls", "hit", ""}:                   2,
		{"checkpoint.calls", "miss", "not stored"}:        2,
		{"checkpoint.calls", "miss", "rerun"}:             1,
		{"checkpoint.hit.duration", "", ""}:               2,
		{"checkpoint.compute.duration", "", "not stored"}: 2,
		{"checkpoint.compute.duration", "", "rerun"}:      1,
	} {
		if got[p] != want {
			t.Errorf("%+v is %v, want %v", p, got[p], want)
		}
	}
	if got[point{metric: "checkpoint.stored"}] <= 0 {
		t.Errorf("stored bytes: %v", got)
	}
	var events []string
	for _, e := range spans.Ended()[0].Events() {
		events = append(events, e.Name)
	}
	want := []string{"checkpoint.miss", "checkpoint.store", "checkpoint.hit", "checkpoint.miss", "checkpoint.miss", "checkpoint.store"}
	if !slices.Equal(events, want) {
		t.Fatalf("events %q, want %q", events, want)
	}
	odd := spans.Ended()[0].Events()[3]
	if set := attribute.NewSet(odd.Attributes...); !set.HasValue("exception.message") {
		t.Errorf("the event of a failed call: %v", odd)
	}
}

func Example() {
	// Without a meter provider, OpenTelemetry drops what it is told.
	f := checkpoint.Func(half, otelcheckpoint.Observer(), checkpoint.Store(memstore.New()))
	fmt.Println(f.Call(context.Background(), 4))
	// Output: 2 <nil>
}
