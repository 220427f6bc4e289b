// Package all holds what the capture check makes of CaptureAll.
package all

import (
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/capture/all/lib"
)

var own = 1

func SetOwn(n int) { own = n }

func all() int { return own + lib.Rate + lib.Level() + quiet }

func without() int {
	return own // want `^without reads own, which SetOwn assigns \(all.go:\d+\): annotate it with //checkpoint:capture or //checkpoint:nohash$`
}

// A caller has a key of its own.
func caller() int {
	return All.Call() // want `caller reads own at all.go:\d+, by way of all, which SetOwn assigns` `caller reads lib.Rate at all.go:\d+, by way of all, which lib.SetRate assigns` `caller reads lib.level at lib.go:\d+, by way of all \(all.go:\d+\) → lib.Level, which lib.SetLevel assigns`
}

//checkpoint:nohash
var quiet = 1

func SetQuiet(n int) { quiet = n }

//checkpoint:nohash // want `directive //checkpoint:nohash annotates unread, which nothing reads: remove it`
var unread = 1

var All = checkpoint.Func(all, checkpoint.CaptureAll())

var (
	_ = checkpoint.Func(without)
	_ = checkpoint.Func(caller)
	_ = checkpoint.Func(callerToo, checkpoint.CaptureAll())
)

func callerToo() int { return All.Call() }
