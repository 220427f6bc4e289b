package checkpoint

import (
	"context"
	"log/slog"
)

// What goes wrong with remembering never fails a call, but is never silent:
// what lasts is said once, what concerns one entry is said each time.

const uncached = "checkpoint: computed without being remembered"

// say reports something about the function.
func (f *function) say(level slog.Level, msg, cause, remedy string) {
	logger := f.options.logger
	if logger == nil {
		logger = slog.Default()
	}
	attrs := []slog.Attr{slog.String("func", f.id), slog.String("package", f.env.importPath(f.pkg)), slog.String("cause", cause)}
	if remedy != "" {
		attrs = append(attrs, slog.String("remedy", remedy))
	}
	logger.LogAttrs(context.Background(), level, msg, attrs...)
}

// sayOnce reports that calls are not remembered, once for this handle and key.
func (f *function) sayOnce(level slog.Level, key, cause, remedy string) {
	if _, said := f.said.LoadOrStore(key, nil); !said {
		f.say(level, uncached, cause, remedy)
	}
}
