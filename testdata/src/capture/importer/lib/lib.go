// Package lib registers functions, and has variables that importers set.
package lib

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

var (
	Rate   = 3
	Scale  = 2.0
	Table  = map[string]int{}
	Unread = 1
	Known  = 1

	//checkpoint:capture
	Captured = 1

	//checkpoint:nohash
	Ignored = 1

	All = 1
)

func price(n int) int { return n*Rate + deep(n) + Captured + Ignored + Table["x"] }

func deep(n int) int { return int(float64(n) * Scale) }

func known(n int) int { return n + Known } // want `known reads Known, which SetKnown assigns`

// SetKnown is a writer in sight.
func SetKnown(n int) { Known = n }

func all(n int) int { return n + All }

var (
	_ = checkpoint.Func(price)
	_ = checkpoint.Func(known)
	_ = checkpoint.Func(all, checkpoint.CaptureAll())
)
