package checkpoint_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

// A layer in memory before results on disk.
func ExampleOver() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	disk, err := diskstore.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	rates := checkpoint.Func(rate, checkpoint.Store(disk))
	quick := checkpoint.Over(rates, checkpoint.Memory(), checkpoint.TTL(time.Minute))
	quick.Call("CHF")
	quick.Call("CHF")
	quick.Call("CHF")
	fmt.Println(quick.Stats().Remembered, "from memory,", rates.Stats().Remembered, "from disk")
	// Output:
	// asking for CHF
	// 2 from memory, 0 from disk
}

func table(n int) map[int]int {
	squares := make(map[int]int)
	for i := range n {
		squares[i] = i * i
	}
	return squares
}

// All callers have one map, which nobody may write to.
func ExampleShared() {
	squares := checkpoint.Func(table, fresh(), checkpoint.Shared())
	a, b := squares.Call(1000), squares.Call(1000)
	a[1] = 99 // what nobody may do
	fmt.Println(b[1])
	// Output: 99
}

var errNotFound = errors.New("not found")

func page(ctx context.Context, name string) (string, error) {
	fmt.Println("looking for", name)
	return "", fmt.Errorf("page %s: %w", name, errNotFound)
}

func ExampleCacheErrors() {
	pages := checkpoint.Func(page, fresh(), checkpoint.CacheErrors(errNotFound), checkpoint.TTL(time.Minute))
	for range 2 {
		_, err := pages.Call(context.Background(), "a")
		fmt.Println(err, errors.Is(err, errNotFound))
	}
	// Output:
	// looking for a
	// page a: not found true
	// page a: not found true
}

type figure interface{ area() int }

type diamond struct{ side int }

func (s diamond) area() int { return s.side * s.side }

func figureOf(text string) (figure, error) {
	fmt.Println("parsing", text)
	return diamond{len(text)}, nil
}

// Generated code does it for all types that it can name.
var _ = checkpoint.RegisterType[diamond]()

func ExampleRegisterType() {
	figures := checkpoint.Func(figureOf, fresh())
	for range 2 {
		s, err := figures.Call("xxx")
		fmt.Println(s.area(), err)
	}
	// Output:
	// parsing xxx
	// 9 <nil>
	// 9 <nil>
}

var errNoTrack = errors.New("no track")

func track(disc int) (string, error) { return "", fmt.Errorf("disc %d: %w", disc, errNoTrack) }

// Generated code does it for all error variables that it can name.
var _ = checkpoint.RegisterError("example.com/app.errNoTrack", errNoTrack)

func ExampleRegisterError() {
	tracks := checkpoint.Func(track, fresh(), checkpoint.CacheErrors())
	for range 2 {
		_, err := tracks.Call(1)
		fmt.Println(err, errors.Is(err, errNoTrack))
	}
	// Output:
	// disc 1: no track true
	// disc 1: no track true
}

func ExampleObserve() {
	rates := checkpoint.Func(rate, fresh(), checkpoint.Observe(func(_ context.Context, e checkpoint.Event) {
		fmt.Printf("%s %q\n", e.Kind, e.Cause)
	}))
	rates.Call("JPY")
	rates.Call("JPY")
	// Output:
	// asking for JPY
	// miss "not stored"
	// store ""
	// hit ""
}

var asked int

func ticket(desk int) int { asked++; return desk*1000 + asked }

// Verify finds a function of more than its arguments.
func ExampleVerify() {
	tickets := checkpoint.Func(ticket, fresh(), checkpoint.Verify(1), checkpoint.Observe(func(_ context.Context, e checkpoint.Event) {
		if e.Kind == checkpoint.EventMismatch {
			fmt.Println("mismatch")
		}
	}))
	tickets.Call(1)
	tickets.Call(1)
	if why, err := tickets.Args(1).Why(); err == nil {
		fmt.Println(why)
	}
	// Output:
	// mismatch
	// not stored: quarantined, as computing it again gave another result
}

// A call that another process computes may take an hour.
func ExampleLockWait() {
	rates := checkpoint.Func(rate, checkpoint.LockWait(time.Hour))
	fmt.Println(rates.Call("EUR"))
}
