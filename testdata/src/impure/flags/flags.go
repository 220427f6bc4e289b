// Package flags is checked with -checkpoint_impure.pure and .impure.
package flags

import (
	"encoding/hex"
	"io"
	"math/rand"
	"os"
	"strings"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func exempt(n int) int64 { return time.Now().Unix() + rand.Int63() }

func reads(r io.Reader) (int, error) { return r.Read(nil) }

func added(s string) string {
	return strings.ToUpper(s) // want `added is impure: strings.ToUpper$`
}

func below(b []byte) string {
	return hex.EncodeToString(b) // want `below is impure: hex.EncodeToString$`
}

func still(n int) string {
	return os.Getenv("STILL") // want `still reads the environment: os.Getenv$`
}

// A method of a generic type is named without its type parameters.

type memo[T any] struct{ value T }

func (m *memo[T]) get() int64 { return time.Now().Unix() + int64(os.Getpid()) }

func remembers(n int) int64 { return new(memo[int]).get() }

var (
	_ = checkpoint.Func(remembers)
	_ = checkpoint.Func(exempt)
	_ = checkpoint.Func(reads)
	_ = checkpoint.Func(added)
	_ = checkpoint.Func(below)
	_ = checkpoint.Func(still)
)
