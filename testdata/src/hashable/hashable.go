// Package hashable holds what the hashable check flags and what it doesn't.
package hashable

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type job struct {
	name string
	done chan struct{}
}

type deep struct {
	next *deep
	jobs map[string][]*job
}

type embeds struct{ job }

type box[T any] struct{ in T }

type callback func()

type hashes struct{ f func() }

func (hashes) HashCheckpoint() (any, error) { return nil, nil }

type promotes struct {
	hashes
	c chan int
}

type tagged struct {
	Name string
	F    func() `checkpoint:"-"`
}

type parsed struct{ f func() }

func (*parsed) Text() (string, error) { return "", nil }
func (*parsed) Done() chan int        { return nil }

type byText struct {
	P parsed `checkpoint:"by=Text"`
}

type byDone struct {
	P *parsed `checkpoint:"by=Done"`
}

type byTypo struct {
	P parsed `checkpoint:"by=Txt"`
}

type typo struct {
	N int `checkpoint:"skip"`
}

type message struct{ n int }

func (*message) ProtoReflect() any { return nil }

type request struct{ msg *message }

func (r request) HashCheckpoint() (any, error) { return r.msg.n, nil }

type method struct{ f func() }

func (m method) run(n int) int { return n }

func fine(ctx context.Context, t time.Time, s []string, h *hashes, x tagged, a any, n atomic.Int64) int {
	return 0
}
func ofJob(j job) int                                           { return 0 }
func ofPointer(done *job, _ func()) int                         { return 0 }
func ofDeep(d deep) int                                         { return 0 }
func ofEmbeds(e embeds) int                                     { return 0 }
func ofBox(b box[chan int]) int                                 { return 0 }
func ofKinds(c chan int, f callback, list []func()) int         { return 0 }
func ofPromotes(p promotes) int                                 { return 0 }
func ofLogger(path string, log *slog.Logger, mu sync.Mutex) int { return 0 }
func ofHolder(h struct{ Ctx context.Context }) int              { return 0 }
func ofKeys(m map[*int]bool) int                                { return 0 }
func ofBy(a byText, b byDone, c []byTypo, d typo) int           { return 0 }
func ofMessage(r request, m *message) int                       { return 0 }
func ofGeneric[T any](t T) int                                  { return 0 }
func variadic(fs ...func()) int                                 { return 0 }
func excluded(c chan int, f func(), j job) int                  { return 0 }
func unseen(c chan int) int                                     { return 0 }
func byChannel(path string) int                                 { return 0 }

func nameOf(j job) (string, error)         { return j.name, nil }
func channelOf(s string) (chan int, error) { return nil, nil }

var option, options = checkpoint.NoHash("c"), []checkpoint.Option{}

var (
	_ = checkpoint.Func(fine)
	_ = checkpoint.Func(excluded, checkpoint.NoHash("c", "f"), checkpoint.HashBy("j", nameOf))

	// The misspelt name is the registration check's finding, and the only one.
	_ = checkpoint.Func(ofLogger, checkpoint.NoHash("lgo", "mu"))

	_ = checkpoint.Func(ofJob)      // want `argument j of ofJob cannot be hashed: job.done is chan struct{}$`
	_ = checkpoint.Func(ofPointer)  // want `argument done of ofPointer cannot be hashed: \*job.done is chan struct{}$` `argument 2 of ofPointer cannot be hashed: it is func\(\)$`
	_ = checkpoint.Func(ofDeep)     // want `argument d of ofDeep cannot be hashed: deep.jobs\[\]\[\]\*.done is chan struct{}$`
	_ = checkpoint.Func(ofEmbeds)   // want `argument e of ofEmbeds cannot be hashed: embeds.job.done is chan struct{}$`
	_ = checkpoint.Func(ofBox)      // want `argument b of ofBox cannot be hashed: box.in is chan int$`
	_ = checkpoint.Func(ofKinds)    // want `argument c of ofKinds cannot be hashed: it is chan int$` `argument f of ofKinds cannot be hashed: it is callback$` `argument list of ofKinds cannot be hashed: \[\] is func\(\)$`
	_ = checkpoint.Func(ofPromotes) // want `argument p of ofPromotes cannot be hashed: promotes.c is chan int$`
	_ = checkpoint.Func(ofLogger)   // want `argument log of ofLogger cannot be hashed: \*Logger is slog.Logger: a logger` `argument mu of ofLogger cannot be hashed: it is sync.Mutex: locks`
	_ = checkpoint.Func(ofHolder)   // want `argument h of ofHolder cannot be hashed: struct.Ctx is context.Context: a context holds`
	_ = checkpoint.Func(ofKeys)     // want `argument m of ofKeys cannot be hashed: \[key\] is \*int: map keys that hold references`
	_ = checkpoint.Func(ofBy)       // want `argument b of ofBy cannot be hashed: byDone.P.Done\(\) is chan int$` `argument c of ofBy cannot be hashed: \[\]byTypo.P is parsed: by=Txt needs an exported method Txt` `argument d of ofBy cannot be hashed: typo.N is int: the tag checkpoint:"skip" is unknown`
	_ = checkpoint.Func(ofMessage)  // want `argument m of ofMessage cannot be hashed: \*message is message: the fields of a protobuf message are not its value; hash what proto.MarshalOptions\{Deterministic: true\} gives, by a HashBy option`
	_ = checkpoint.Func(variadic)   // want `argument fs of variadic cannot be hashed: \[\] is func\(\)$`
	_ = checkpoint.Func(method.run) // want `argument m of method.run cannot be hashed: method.f is func\(\)$`

	_ = checkpoint.Func(ofGeneric[chan int]) // want `argument t of ofGeneric\[chan int\] cannot be hashed: it is chan int$`
	_ = checkpoint.Func(ofGeneric[int])

	_ = checkpoint.Func(unseen, option)
	_ = checkpoint.Func(unseen, checkpoint.New(checkpoint.New(option)))
	_ = checkpoint.Func(unseen, options[0])                              // want `argument c of unseen cannot be hashed unless an option that is not seen here excludes it: it is chan int$`
	_ = checkpoint.Func(unseen, checkpoint.Logger(nil))                  // want `argument c of unseen cannot be hashed: it is chan int$`
	_ = checkpoint.Func(byChannel, checkpoint.HashBy("path", channelOf)) // want `HashBy of argument path of byChannel returns what cannot be hashed: it is chan int$`
)

//checkpoint:capture
var captured struct{ f func() } // want `captured variable captured cannot be hashed: struct.f is func\(\)$`

//checkpoint:capture by=channelOf
var capturedBy = "x" // want `by=channelOf of captured variable capturedBy returns what cannot be hashed: it is chan int$`

//checkpoint:capture by=nameOf
var capturedName job

//checkpoint:nohash
var uncaptured chan int
