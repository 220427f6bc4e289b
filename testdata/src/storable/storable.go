// Package storable holds what the storable check flags and what it doesn't.
package storable

import (
	"io"
	"iter"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type page struct {
	URL  *url.URL
	mu   sync.Mutex
	Tags map[string]func()
}

type marshals struct{ c chan int }

func (marshals) MarshalBinary() ([]byte, error)  { return nil, nil }
func (*marshals) UnmarshalBinary(b []byte) error { return nil }

type promotes struct {
	marshals
	f func()
}

type half struct{ c chan int }

func (half) MarshalText() ([]byte, error) { return nil, nil }

// A checkpoint:"-" tag is about keys: a result must come back whole.
type tagged struct {
	F func() `checkpoint:"-"`
}

// descriptor stands for protoreflect.Message.
type descriptor interface{ FullName() string }

type user struct{ state *int }

func (*user) ProtoReflect() descriptor { return nil }

type account struct {
	User  *user
	Cause error
}

type stored struct{ *user }

func (stored) MarshalBinary() ([]byte, error)  { return nil, nil }
func (*stored) UnmarshalBinary(b []byte) error { return nil }

type response struct{ Body io.ReadCloser }

type counter struct{ n int }

func (*counter) Read(p []byte) (int, error) { return 0, io.EOF }

func fine() (time.Time, *time.Location, *url.URL, *marshals, any, error) {
	return time.Time{}, nil, nil, nil, nil, nil
}
func alsoFine() (io.Writer, *counter, *stored) { return nil, nil, nil }

func stream() io.Reader                         { return nil }
func nested() []response                        { return nil }
func sends() (<-chan string, error)             { return nil, nil }
func lines() (iter.Seq[string], error)          { return nil, nil }
func pairs() func(yield func(string, int) bool) { return nil }
func callback() func(func(string))              { return nil }
func fetch() (a *account)                       { return nil }
func open(path string) (*os.File, error)        { return nil, nil }
func ofPage() (p page, _ func(), err error)     { return }
func ofPromotes() promotes                      { return promotes{} }
func ofHalf() half                              { return half{} }
func ofTagged() tagged                          { return tagged{} }
func onlyError() error                          { return nil }

var (
	_ = checkpoint.Func(fine)
	_ = checkpoint.Func(onlyError)
	_ = checkpoint.Func(alsoFine)
	_ = checkpoint.Func(stream)     // want `result 1 of stream cannot be stored: it is io.Reader: a stream can be read once; return what it holds, a \[\]byte \(io.ReadAll\), instead`
	_ = checkpoint.Func(nested)     // want `result 1 of nested cannot be stored: \[\]response.Body is io.ReadCloser: a stream can be read once`
	_ = checkpoint.Func(sends)      // want `result 1 of sends cannot be stored: it is <-chan string: a channel is not a value; return a slice of what is sent instead`
	_ = checkpoint.Func(lines)      // want `result 1 of lines cannot be stored: it is iter.Seq\[string\]: an iterator is code and a position; return a slice \(slices.Collect\) instead`
	_ = checkpoint.Func(pairs)      // want `result 1 of pairs cannot be stored: it is func\(yield func\(string, int\) bool\): an iterator is code and a position; return a map \(maps.Collect\) or a slice of pairs instead`
	_ = checkpoint.Func(callback)   // want `result 1 of callback cannot be stored: it is func\(func\(string\)\): a function is not a value`
	_ = checkpoint.Func(fetch)      // want `result a of fetch cannot be stored: \*account.User\* is user: a protobuf message holds pointers into its package; return the bytes of proto.Marshal instead, or declare MarshalBinary`
	_ = checkpoint.Func(open)       // want `result 1 of open cannot be stored: \*File is os.File: an open file, process or other handle of the system is not its content; return what it holds, a \[\]byte \(io.ReadAll\), instead`
	_ = checkpoint.Func(ofPage)     // want `result p of ofPage cannot be stored: page.mu is sync.Mutex: locks` `result 2 of ofPage cannot be stored: it is func\(\): a function is not a value; return what it is made from`
	_ = checkpoint.Func(ofPromotes) // want `result 1 of ofPromotes cannot be stored: promotes.f is func\(\): a function`
	_ = checkpoint.Func(ofHalf)     // want `result 1 of ofHalf cannot be stored: half.c is chan int: a channel is not a value; return a slice`
	_ = checkpoint.Func(ofTagged)   // want `result 1 of ofTagged cannot be stored: tagged.F is func\(\): a function`
)
