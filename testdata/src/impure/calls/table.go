package calls

import (
	"container/ring"
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Timers: the time that they send, not waiting for it.

func after(n int) int64 {
	return (<-time.After(1)).Unix() // want `^after reads the clock: time.After$`
}

func ticker(n int) int64 {
	t := time.NewTicker(1)
	defer t.Stop()
	return (<-t.C).Unix() // want `^ticker reads the clock: time.Ticker.C$`
}

func tickLoop(n int) (list []int64) {
	for t := range time.Tick(time.Second) { // want `^tickLoop reads the clock: time.Tick$`
		if list = append(list, t.Unix()); len(list) == n {
			break
		}
	}
	return list
}

func selected(ctx context.Context, n int) int64 {
	timeout := time.After(time.Second)
	select {
	case t := <-timeout: // want `^selected reads the clock: time.After$`
		return t.Unix()
	case <-ctx.Done():
		return 0
	}
}

func waits(ctx context.Context, n int) (int, error) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	limit := time.After(time.Minute)
	for range n {
		select {
		case <-t.C:
		case <-limit:
			return 0, errors.New("too slow")
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	<-time.After(time.Millisecond)
	return n, nil
}

func times(list []time.Time) (n int64) {
	c := make(chan time.Time, len(list))
	for _, t := range list {
		c <- t
	}
	for range list {
		n += (<-c).Unix()
	}
	return n
}

func timesOf(list chan time.Time) (n int64) {
	for t := range list {
		n += t.Unix()
	}
	return n
}

func deadline(ctx context.Context) int64 {
	d, _ := ctx.Deadline() // want `^deadline reads a value from its context: context.Context.Deadline$`
	return d.Unix()
}

// The operating system.

func raw(n int) int {
	b := make([]byte, n)
	syscall.Read(0, b) // want `^raw calls the operating system: syscall.Read$`
	return int(b[0])
}

func rawText(s string) ([]byte, error) { return syscall.ByteSliceFromString(s) }

func descriptor(n int) ([]byte, error) {
	return io.ReadAll(os.NewFile(3, "x")) // want `^descriptor reads files: os.NewFile$`
}

func root(n int) string  { return runtime.GOROOT() } // want `^root reads the environment: runtime.GOROOT$`
func pageSize(n int) int { return os.Getpagesize() } // want `^pageSize asks the runtime for its state: os.Getpagesize$`

func parsesFile(name string) error {
	_, err := parser.ParseFile(token.NewFileSet(), name, nil, 0) // want `^parsesFile reads files: parser.ParseFile$`
	return err
}

func opens(name string) error {
	_, err := os.OpenFile(name, os.O_RDONLY, 0) // want `^opens reads files: os.OpenFile$`
	return err
}

func parsesText(text string) error {
	_, err := parser.ParseFile(token.NewFileSet(), "x.go", text, 0)
	return err
}

// The local zone.

func zone(n int64) string {
	return time.Unix(n, 0).Add(time.Hour).Format(time.Kitchen) // want `^zone reads the environment: the zone of time.Unix$`
}

func zoneOf(n int64) string {
	t := time.UnixMilli(n) // want `^zoneOf reads the environment: the zone of time.UnixMilli$`
	return fmt.Sprintf("%v", t)
}

func localOf(t time.Time) int {
	return t.Local().Hour() // want `^localOf reads the environment: time.Time.Local$`
}

func instants(n int64, t time.Time) (time.Time, string) {
	u := time.Unix(n, 0)
	u = u.UTC()
	v := time.Unix(n, 0)
	if v.Before(t) || v.Unix() > 7 {
		return time.Unix(n, 0), time.Unix(n, 0).UTC().String()
	}
	return v, u.Format(time.Kitchen) + v.In(time.UTC).String()
}

func instantsElsewhere(n int64) (bool, error) {
	t := time.Unix(n, 0)
	fmt.Fprintln(os.Stderr, t)
	if isEven(t) {
		return true, fmt.Errorf("even: %v", t)
	}
	return isEven(time.Unix(n+1, 0)), nil
}

func isEven(t time.Time) bool { return t.Unix()%2 == 0 }

// Addresses.

type node struct {
	name string
	next *node
}

type shown struct{ next *node }

func (shown) String() string { return "shown" }

func address(n int) string {
	return fmt.Sprintf("%d is at %p", n, &n) // want `^address depends on addresses in memory: fmt.Sprintf of &n$`
}

func pointer(n *int) string {
	return fmt.Sprint(n) // want `^pointer depends on addresses in memory: fmt.Sprint of n$`
}

func within(n *node) string {
	return fmt.Sprintf("%5.1f%% %+v", 1.0, n) // want `^within depends on addresses in memory: fmt.Sprintf of n$`
}

func withinMap(m map[string]*node) string {
	return fmt.Sprintln(len(m), m) // want `^withinMap depends on addresses in memory: fmt.Sprintln of m$`
}

func written(w *strings.Builder, n *node) []byte {
	fmt.Fprintf(w, "%p", n)            // want `^written depends on addresses in memory: fmt.Fprintf of n$`
	return fmt.Append(nil, w.Len(), n) // want `^written depends on addresses in memory: fmt.Append of n$`
}

func withinArray(n [1]*node) string {
	return fmt.Sprint(n) // want `^withinArray depends on addresses in memory: fmt.Sprint of n$`
}

// What a format that isn't known shows, and what a type of the library has in
// it, nobody says.
func maybeAddress(format string, n *node, r ring.Ring) string {
	return fmt.Sprintf(format, n) + fmt.Sprint(r)
}

func noAddress(n *node, s shown, t *time.Time, list []string) (string, error) {
	if n == nil {
		panic(fmt.Sprintf("%v", n))
	}
	if n.next == nil {
		return "", fmt.Errorf("%v: %w", n, errors.New(fmt.Sprint(n)))
	}
	fmt.Fprintln(os.Stderr, n)
	return fmt.Sprintf("%v %+v %s %v %T %v", s, &s, n.name, t, n, &list) + fmt.Sprintf("%*d %v", 3, 4, n.name) + fmt.Sprint(&s, struct{ S shown }{s}, *t), nil
}

var (
	_ = checkpoint.Func(after)
	_ = checkpoint.Func(ticker)
	_ = checkpoint.Func(tickLoop)
	_ = checkpoint.Func(selected)
	_ = checkpoint.Func(waits)
	_ = checkpoint.Func(times)
	_ = checkpoint.Func(timesOf)
	_ = checkpoint.Func(deadline)
	_ = checkpoint.Func(raw)
	_ = checkpoint.Func(rawText)
	_ = checkpoint.Func(descriptor)
	_ = checkpoint.Func(root)
	_ = checkpoint.Func(pageSize)
	_ = checkpoint.Func(parsesFile)
	_ = checkpoint.Func(opens)
	_ = checkpoint.Func(parsesText)
	_ = checkpoint.Func(zone)
	_ = checkpoint.Func(zoneOf)
	_ = checkpoint.Func(localOf)
	_ = checkpoint.Func(instants)
	_ = checkpoint.Func(instantsElsewhere)
	_ = checkpoint.Func(address)
	_ = checkpoint.Func(pointer)
	_ = checkpoint.Func(within)
	_ = checkpoint.Func(withinMap)
	_ = checkpoint.Func(written)
	_ = checkpoint.Func(withinArray)
	_ = checkpoint.Func(maybeAddress)
	_ = checkpoint.Func(noAddress)
)
