package checkpoint

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// An environment is all that a function needs to know of the process it runs
// in, and what the process has registered. There is one, [process]; tests make
// their own.
type environment struct {
	build      *debug.BuildInfo // nil if the binary carries none
	goVersion  string
	getenv     func(string) string
	executable func() (executable, error) // reads once
	openStore  func() (store.Store, error)
	wall       func() time.Time    // the wall clock
	stderr     func() *slog.Logger // of CHECKPOINT_LOG
	patience   time.Duration       // how long a call waits for an equal one before it says so

	manifests manifestRegistry
	captures  captureRegistry
	handles   handleRegistry
	instances instanceRegistry
	flights   flightRegistry
	locks     atomic.Int64 // of stores, that calls hold or wait for

	// generation counts registrations: what was resolved at an earlier one is
	// resolved anew, because package initialization may have called a function
	// before the generated code of its package registered.
	generation atomic.Uint64

	said  sync.Map // what was said once in this process
	store func() store.Store
}

// process is the environment of the running process.
var process = newEnvironment()

func newEnvironment() *environment {
	env := &environment{
		goVersion:  runtime.Version(),
		getenv:     os.Getenv,
		executable: sync.OnceValues(readExecutable),
		patience:   10 * time.Second,
		wall:       time.Now,
		stderr:     toStderr,
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		env.build = info
	}
	env.openStore = func() (store.Store, error) { return openDefaultStore(env.getenv) }
	env.useStore()
	return env
}

// useStore makes the default store one that is opened by the first use.
func (env *environment) useStore() {
	env.store = sync.OnceValue(func() store.Store {
		s, err := env.openStore()
		if err != nil {
			slog.Warn("checkpoint: results are kept in memory, for this process alone", "cause", err,
				"remedy", "set CHECKPOINT_DIR to a folder that can be written")
			return memstore.New()
		}
		return s
	})
}

// openDefaultStore opens the store in CHECKPOINT_DIR, or else in the user's
// cache folder.
func openDefaultStore(getenv func(string) string) (store.Store, error) {
	dir := getenv("CHECKPOINT_DIR")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("checkpoint: no folder for results: %w", err)
		}
		dir = filepath.Join(cache, "checkpoint")
	}
	return diskstore.Open(dir)
}

// off reports whether CHECKPOINT=off turns the library into a plain call.
func (env *environment) off() bool { return env.getenv("CHECKPOINT") == "off" }

// mainPath is the import path of the main package, "" if unknown. That of a
// test binary is the tested package's with the suffix .test.
func (env *environment) mainPath() string {
	if env.build == nil {
		return ""
	}
	return env.build.Path
}

// once reports whether key is asked for the first time.
func (env *environment) once(key string) bool {
	_, said := env.said.LoadOrStore(key, nil)
	return !said
}
