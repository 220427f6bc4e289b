// Package storable holds what the storable check flags and what it doesn't.
package storable

import (
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

func fine() (time.Time, *time.Location, *url.URL, *marshals, any, error) {
	return time.Time{}, nil, nil, nil, nil, nil
}
func open(path string) (*os.File, error)    { return nil, nil }
func ofPage() (p page, _ func(), err error) { return }
func ofPromotes() promotes                  { return promotes{} }
func ofHalf() half                          { return half{} }
func ofTagged() tagged                      { return tagged{} }
func onlyError() error                      { return nil }

var (
	_ = checkpoint.Func(fine)
	_ = checkpoint.Func(onlyError)
	_ = checkpoint.Func(open)       // want `result 1 of open cannot be stored: \*File is os.File: an open file`
	_ = checkpoint.Func(ofPage)     // want `result p of ofPage cannot be stored: page.mu is sync.Mutex: locks` `result 2 of ofPage cannot be stored: it is func\(\)$`
	_ = checkpoint.Func(ofPromotes) // want `result 1 of ofPromotes cannot be stored: promotes.f is func\(\)$`
	_ = checkpoint.Func(ofHalf)     // want `result 1 of ofHalf cannot be stored: half.c is chan int$`
	_ = checkpoint.Func(ofTagged)   // want `result 1 of ofTagged cannot be stored: tagged.F is func\(\)$`
)
