// Package otelcheckpoint tells OpenTelemetry what remembered functions do.
//
//	var Rates = checkpoint.Func(rates, otelcheckpoint.Observer())
//
// Metrics, each with the attribute code.function.name, the function's id:
//
//	checkpoint.calls           calls, with checkpoint.result hit, miss or uncached, and
//	                           checkpoint.cause, why a miss was one
//	checkpoint.compute.duration  how long functions ran, in seconds
//	checkpoint.hit.duration      how long finding a result took, in seconds
//	checkpoint.wait.duration     how long calls waited for equal ones, in seconds
//	checkpoint.saved             what hits saved, in seconds
//	checkpoint.stored            the encoded results that were stored, in bytes
//	checkpoint.problems          checkpoint.problem corrupt, failure or mismatch
//
// Where the call's context has a span that is recorded, the event also becomes an
// event of that span, "checkpoint.hit" and so on, with the same attributes.
package otelcheckpoint

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// scope names what tells, for OpenTelemetry.
const scope = "github.com/gocheckpoint/checkpoint/runtime/otelcheckpoint"

// Observer is the option that tells of a function's events, by the global meter
// provider: that of [otel.SetMeterProvider], which may be called later. It may be
// given to any number of functions, in a bundle too, and is safe for concurrent
// use.
func Observer() checkpoint.Option {
	o, err := ObserverOf(otel.GetMeterProvider())
	if err != nil {
		otel.Handle(err) // OpenTelemetry's way: what could be made works
	}
	return o
}

// ObserverOf is Observer with a meter provider of the caller's. The error says
// that the provider refused to make an instrument, which is then without effect.
func ObserverOf(provider metric.MeterProvider) (checkpoint.Option, error) {
	in, err := newInstruments(provider.Meter(scope))
	return checkpoint.Observe(in.observe), err
}
