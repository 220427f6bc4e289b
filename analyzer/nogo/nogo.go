package nogo

import (
	"github.com/gocheckpoint/checkpoint/analyzer"
	"github.com/gocheckpoint/checkpoint/internal/combine"
)

// Analyzer is the whole suite. Its flags are to be set before it runs; it may
// then run concurrently.
var Analyzer = combine.Analyzers("checkpoint", "check the use of checkpoint\n\nSee package analyzer for the checks.",
	"https://pkg.go.dev/github.com/gocheckpoint/checkpoint/analyzer", "checkpoint_", analyzer.Analyzers())
