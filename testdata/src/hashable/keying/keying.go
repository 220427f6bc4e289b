// Package keying holds what the hashable check flags of the options that say
// what enters keys, and what it doesn't.
package keying

import (
	"context"
	"database/sql"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type job struct{ done chan int }

func query(ctx context.Context, db *sql.DB, id int) int { return id }

func byID(ctx context.Context, db *sql.DB, id int) (int, error) { return id, nil }

func byDB(ctx context.Context, db *sql.DB, id int) (*sql.DB, error) { return db, nil }

func byJob(ctx context.Context, db *sql.DB, id int) job { return job{} }

func jobOf(context.Context) (*job, error) { return nil, nil }

func tenant(context.Context) (string, error) { return "", nil }

var (
	_ = checkpoint.Func(query, checkpoint.KeyBy(byID))
	_ = checkpoint.Func(query, checkpoint.New(checkpoint.KeyBy(byID)))
	_ = checkpoint.Func(query, checkpoint.New(checkpoint.KeyBy(byDB)))                                        // want `^KeyBy of query returns what cannot be hashed: \*DB is sql.DB: a database handle is not the data behind it \(keying.go:\d+, by way of`
	_ = checkpoint.Func(query, checkpoint.KeyBy(byDB))                                                        // want `^KeyBy of query returns what cannot be hashed: \*DB is sql.DB: a database handle is not the data behind it$`
	_ = checkpoint.Func(query, checkpoint.KeyBy(byJob))                                                       // want `KeyBy of query returns what cannot be hashed: job.done is chan int$`
	_ = checkpoint.Func(query, checkpoint.KeyBy(byID), checkpoint.HashContext(jobOf))                         // want `HashContext of query returns what cannot be hashed: \*job.done is chan int$`
	_ = checkpoint.Func(query, checkpoint.HashContext(tenant), checkpoint.Verify(1), checkpoint.Version("1")) // want `argument db of query cannot be hashed: \*DB is sql.DB`
	_ = checkpoint.Func(query, checkpoint.New())                                                              // want `argument db of query cannot be hashed: \*DB is sql.DB`
)

// What CaptureAll captures.

type config struct {
	mu   sync.Mutex
	rate int
	hook func() int
}

var cfg config

func configure(n int) { cfg = config{rate: n} }

var hook func() int

func setHook(f func() int) { hook = f }

var fixed func() int = func() int { return 1 }

//checkpoint:nohash
var quiet func() int

func setQuiet(f func() int) { quiet = f }

func narrow() int {
	cfg.mu.Lock()
	defer cfg.mu.Unlock()
	return cfg.rate + fixed() + quiet()
}

func part() int {
	return cfg.hook() // want `^part captures cfg, which cannot be hashed: it is func\(\) int: annotate it with //checkpoint:nohash if it is without influence$`
}

func whole() int { return rateOf(&cfg) } // want `whole captures cfg, which cannot be hashed: config.mu is sync.Mutex: locks and other sync values have no content: annotate`

func rateOf(c *config) int { return c.rate }

func deep() int {
	return callHook() // want `deep captures hook at keying.go:\d+, by way of callHook, which cannot be hashed: it is func\(\) int: annotate`
}

func callHook() int { return hook() }

func without() int { return hook() }

var (
	_ = checkpoint.Func(narrow, checkpoint.CaptureAll())
	_ = checkpoint.Func(part, checkpoint.CaptureAll())
	_ = checkpoint.Func(whole, checkpoint.CaptureAll())
	_ = checkpoint.Func(deep, checkpoint.CaptureAll())
	_ = checkpoint.Func(without)
)
