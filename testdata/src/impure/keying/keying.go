// Package keying holds what the impure check makes of the options that say what
// enters keys.
package keying

import (
	"context"
	"os"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type key struct{}

func tenant(ctx context.Context) (string, error) {
	s, _ := ctx.Value(key{}).(string)
	return s, nil
}

// Values of a context.

func byTenant(ctx context.Context, n int) string {
	s, _ := ctx.Value(key{}).(string)
	return s + helper(ctx)
}

func helper(ctx context.Context) string {
	s, _ := ctx.Value(key{}).(string)
	return s
}

func clocked(ctx context.Context) int64 {
	_ = ctx.Value(key{})
	return time.Now().Unix() // want `^clocked reads the clock: time.Now$`
}

func keyed(ctx context.Context, n int) string {
	s, _ := ctx.Value(key{}).(string)
	return s
}

func keyOf(ctx context.Context, n int) (string, error) { return tenant(ctx) }

func other(ctx context.Context, n int) string {
	s, _ := ctx.Value(key{}).(string) // want `other reads a value from its context: context.Context.Value$`
	return s
}

func otherKey(ctx context.Context, n int) (int, error) { return n, nil }

var ByTenant = checkpoint.Func(byTenant, checkpoint.HashContext(tenant))

// A caller is told all the same: its own key has nothing of it.
func caller(ctx context.Context, n int) string {
	return ByTenant.Call(ctx, n) // want `caller reads a value from its context: context.Context.Value at keying.go:\d+, by way of byTenant$`
}

func callerToo(ctx context.Context, n int) string { return ByTenant.Call(ctx, n) }

var (
	_ = checkpoint.Func(clocked, checkpoint.HashContext(tenant))
	_ = checkpoint.Func(keyed, checkpoint.KeyBy(keyOf))
	_ = checkpoint.Func(other, checkpoint.KeyBy(otherKey))
	_ = checkpoint.Func(caller)
	_ = checkpoint.Func(callerToo, checkpoint.HashContext(tenant))
)

// Layers are the functions below.

var Layer = checkpoint.Over(ByTenant, checkpoint.Memory())

func callsLayer(ctx context.Context) string {
	return Layer.Call(ctx, 1) // want `callsLayer reads a value from its context: context.Context.Value at keying.go:\d+, by way of byTenant$`
}

var _ = checkpoint.Func(callsLayer)

// Files.

func content(n int, path, other string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	more, err := os.ReadFile(other) // want `content reads files: os.ReadFile$`
	return append(data, more...), err
}

func contentOf(n int, path, other string) (any, error) { return read(path) }

func read(name string) ([]byte, error) { return os.ReadFile(name) }

func unread(n int, path string) ([]byte, error) {
	return os.ReadFile(path) // want `unread reads files: os.ReadFile$`
}

func byName(n int, path string) (any, error) { return path, nil }

var (
	_ = checkpoint.Func(content, checkpoint.KeyBy(contentOf))
	_ = checkpoint.Func(unread, checkpoint.KeyBy(byName))
)
