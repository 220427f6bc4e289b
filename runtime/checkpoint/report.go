package checkpoint

import (
	"context"
	"log/slog"
	"sync"
)

// What goes wrong with remembering never fails a call, but is never silent:
// what lasts is said once, what concerns one entry is said each time.

const uncached = "checkpoint: computed without being remembered"

// say reports something about the function.
func (f *function) say(level slog.Level, msg, cause, remedy string) {
	attrs := []slog.Attr{slog.String("func", f.id), slog.String("package", f.env.importPath(f.caller.name())), slog.String("cause", cause)}
	if remedy != "" {
		attrs = append(attrs, slog.String("remedy", remedy))
	}
	f.logger().LogAttrs(context.Background(), level, msg, attrs...)
}

func (f *function) logger() *slog.Logger {
	if l := f.options.logger; l != nil {
		return l
	}
	return slog.Default()
}

// sayOnce reports that calls are not remembered, once for this handle and key.
func (f *function) sayOnce(level slog.Level, key, cause, remedy string) {
	if f.first(key) {
		f.say(level, uncached, cause, remedy)
	}
}

// first reports whether this handle asks for key for the first time.
func (f *function) first(key string) bool {
	if f.said.Load() == nil {
		f.said.CompareAndSwap(nil, new(sync.Map))
	}
	_, said := f.said.Load().LoadOrStore(key, nil)
	return !said
}
