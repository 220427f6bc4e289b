// Package logger holds what the hashable check can mend.
package logger

import (
	"log"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func report(n int, l *log.Logger) int { return n }

func wait(done chan int) int { return <-done }

var (
	_ = checkpoint.Func(report)             // want `argument l of report cannot be hashed`
	_ = checkpoint.Func(wait)               // want `argument done of wait cannot be hashed: it is chan int`
	_ = checkpoint.Func(spread, options...) // want `argument l of spread cannot be hashed unless an option`
)

// Nothing may be written behind a list that is spread.
var options []checkpoint.Option

func init() { options = append(options, checkpoint.Shared()) }

func spread(n int, l *log.Logger) int { return n }
