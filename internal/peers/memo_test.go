package peers

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"testing"

	"github.com/maypok86/otter/v2"
	"github.com/patrickmn/go-cache"
	"golang.org/x/sync/singleflight"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func square(n int) int { return n * n }

var remembered = checkpoint.Func(square, checkpoint.Memory(), checkpoint.Logger(slog.New(slog.DiscardHandler)))

// goMemoize does what github.com/kofalt/go-memoize does: a string as key, which the caller
// makes, a cache behind it, and one computation for concurrent callers.
type goMemoize struct {
	storage *cache.Cache
	group   singleflight.Group
}

func (m *goMemoize) Memoize(key string, f func() (any, error)) (any, error) {
	if v, ok := m.storage.Get(key); ok {
		return v, nil
	}
	v, err, _ := m.group.Do(key, func() (any, error) {
		v, err := f()
		if err == nil {
			m.storage.SetDefault(key, v)
		}
		return v, err
	})
	return v, err
}

// BenchmarkHitInMemory measures one remembered call of a function of an int.
func BenchmarkHitInMemory(b *testing.B) {
	run := func(name string, call func(n int) int) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			call(1234)
			for b.Loop() {
				if call(1234) != 1234*1234 {
					b.Fatal("wrong")
				}
			}
		})
	}
	run("checkpoint", remembered.Call)
	memo := &goMemoize{storage: cache.New(cache.NoExpiration, 0)}
	run("go-cache", func(n int) int {
		v, _ := memo.Memoize(strconv.Itoa(n), func() (any, error) { return square(n), nil })
		return v.(int)
	})
	o := otter.Must(&otter.Options[int, int]{MaximumSize: 10_000})
	load := otter.LoaderFunc[int, int](func(_ context.Context, n int) (int, error) { return square(n), nil })
	run("otter", func(n int) int {
		v, _ := o.Get(context.Background(), n, load)
		return v
	})
	var m sync.Map
	run("sync.Map", func(n int) int {
		if v, ok := m.Load(n); ok {
			return v.(int)
		}
		m.Store(n, square(n))
		return square(n)
	})
}
