package checkpoint

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// A Checkpointer is a bundle of options, and an option itself: what several
// functions have in common.
//
//	var daily = checkpoint.New(checkpoint.TTL(24*time.Hour), checkpoint.Store(shared))
//
//	var (
//		Rates  = checkpoint.Func(rates, daily)
//		Orders = checkpoint.Func(orders, daily, checkpoint.TTL(time.Hour))
//	)
//
// It is safe for concurrent use.
type Checkpointer struct{ opts []Option }

// A level is one list of options: that of one Func or New. Within it, options
// may contradict each other; between two, the later one counts.
type level struct{ _ byte }

// New bundles options, Checkpointers among them. Where two are for the same, as
// two stores, the later one counts, also over those of a Checkpointer that stands
// before it.
//
// What keys depend on is best given to Func itself: a manifest sees there what it
// is. A [Version] in a bundle counts beside the function's code and doesn't stand
// for it, with or without a manifest.
//
// New panics if the options contradict each other.
func New(opts ...Option) *Checkpointer {
	c := &Checkpointer{opts: append([]Option(nil), opts...)}
	var o options
	c.apply(&o)
	if problem := o.contradiction(); problem != "" {
		panic("checkpoint: New: " + problem)
	}
	if o.captureAll {
		panic("checkpoint: New: CaptureAll in a bundle is seen by no manifest: give it to Func")
	}
	return c
}

func (c *Checkpointer) apply(to *options) {
	if c == nil {
		panic("checkpoint: a nil *Checkpointer is given as option: make it by New, in a variable that is initialized before")
	}
	outer := to.level
	to.level = new(level)
	to.take(c.opts)
	to.level = outer
}

// Default is [New] without options: results are kept in the default store, see
// the package comment.
func Default() *Checkpointer { return New() }

// Memory keeps results in memory, for this process alone. All functions of the
// process that are given Memory share one store, which forgets nothing unasked.
func Memory() *Checkpointer {
	return New(optionFunc(func(o *options) { o.store = memoryStore }))
}

// Temp keeps results in a folder of the user's in [os.TempDir], until the system
// or somebody empties that. A folder of that name that is another user's, or
// that others can write to, is not used: results are then kept in memory, which
// is reported once.
func Temp() *Checkpointer {
	return New(optionFunc(func(o *options) { o.store = tempStore }))
}

// Static keeps results whatever is edited: the function, what it calls, the
// functions given to HashBy, the methods that hash and encode. Only another name
// or signature, another structure of the types in it, other arguments and other
// values of captured variables make another call. That nothing else matters is
// the caller's promise, which neither a manifest nor vet checks: a result that an
// edit would have changed is remembered wrongly. Rerun, Clear or TTL renew.
//
// A [Version] after it takes its place. Functions that call the function depend
// on its code all the same. Static is without effect, and results last as long as
// the build, for what has no name of its own across builds: an instance of a generic
// function that no generated code registers, and a program that is files on the go
// command's line. Values inside interfaces count with their types'
// methods, without a manifest by the build.
func Static() *Checkpointer {
	return New(optionFunc(func(o *options) { o.static, o.version = true, nil }))
}

var memoryStore = sync.OnceValue(func() store.Store { return memstore.New() })

var tempStore = sync.OnceValue(func() store.Store {
	s, err := openTemp(os.TempDir())
	if err != nil {
		slog.Warn("checkpoint: results of Temp are kept in memory, for this process alone", "cause", err,
			"remedy", "remove the folder, or set TMPDIR to one of your own")
		return memoryStore()
	}
	return s
})

// openTemp opens the store of Temp. Anybody can make folders in dir: what others
// can write to may hold results that nobody computed.
func openTemp(dir string) (store.Store, error) {
	path := filepath.Join(dir, tempName())
	if err := os.Mkdir(path, 0o700); err != nil && !os.IsExist(err) {
		return nil, err
	}
	if err := checkOwn(path); err != nil {
		return nil, err
	}
	return diskstore.Open(path)
}
