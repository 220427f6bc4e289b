// Package lib makes options for other packages.
package lib

import (
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var Daily = checkpoint.New(checkpoint.TTL(24*time.Hour), checkpoint.NoHash("log"))

var Width = []checkpoint.Option{checkpoint.NoHash("width")}

func With(ttl time.Duration) []checkpoint.Option {
	return append(Width, checkpoint.TTL(ttl), Daily)
}

var All = checkpoint.CaptureAll()

var Changed = checkpoint.NoHash("x")

func init() { Changed = checkpoint.NoHash("y") }
