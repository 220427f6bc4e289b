package impure

import (
	"io"
	"strings"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Code that never runs, and what runs once.

const (
	verbose = false
	trace   = true
)

func never(n int) int64 {
	if verbose || !trace && n > 0 {
		return time.Now().Unix()
	}
	if verbose || n > 0 {
		return time.Now().Unix() // want `never reads the clock: time.Now$`
	}
	return 0
}

func ends(r *strings.Reader) bool {
	_, err := r.ReadByte()
	return err == io.EOF
}

var refreshed, begun int64

func Refresh() { refreshed = time.Now().Unix() } // which the capture check tells

func init() { begin() }

func begin() { begun = time.Now().Unix() }

func sinceRefresh(n int64) int64 { return n - refreshed }

func sinceBegin(n int64) int64 {
	return n - begun // want `^sinceBegin reads the clock: time.Now at begin.go:\d+, by way of variable begun$`
}

var (
	_ = checkpoint.Func(never)
	_ = checkpoint.Func(ends)
	_ = checkpoint.Func(sinceRefresh)
	_ = checkpoint.Func(sinceBegin)
)
