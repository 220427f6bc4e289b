package checkpoint_test

import (
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// fresh gives each example a store of its own.
func fresh() checkpoint.Option { return checkpoint.Store(memstore.New()) }

func rate(currency string) float64 {
	fmt.Println("asking for", currency)
	return 1.25
}

func ExampleTTL() {
	rates := checkpoint.Func(rate, fresh(), checkpoint.TTL(time.Hour))
	rates.Call("EUR")
	rates.Call("EUR")
	fmt.Println(rates.Args("EUR").Expired())
	// Output:
	// asking for EUR
	// false <nil>
}

// Results of yesterday are computed again.
func ExampleExpiry() {
	today := time.Now().Truncate(24 * time.Hour)
	rates := checkpoint.Func(rate, fresh(), checkpoint.Expiry(func(created time.Time) bool { return created.Before(today) }))
	rates.Call("EUR")
	today = today.Add(48 * time.Hour)
	fmt.Println(rates.Args("EUR").Exists())
	rates.Call("EUR")
	// Output:
	// asking for EUR
	// false <nil>
	// asking for EUR
}

// Cached remembers even where When says no.
func ExampleWhen() {
	remembering := false
	rates := checkpoint.Func(rate, fresh(), checkpoint.When(func() bool { return remembering }))
	rates.Call("EUR")
	rates.Cached("EUR")
	rates.Call("EUR")
	remembering = true
	rates.Call("EUR")
	// Output:
	// asking for EUR
	// asking for EUR
	// asking for EUR
}

func ExampleInvocation_Set() {
	rates := checkpoint.Func(rate, fresh())
	if err := rates.Args("USD").Set(1.0); err != nil {
		fmt.Println(err)
	}
	fmt.Println(rates.Call("USD"))
	// Output: 1
}

func ExampleInvocation_Get() {
	rates := checkpoint.Func(rate, fresh())
	found := 0.0
	fmt.Println(errors.Is(rates.Args("EUR").Get(&found), checkpoint.ErrNotStored))
	rates.Call("EUR")
	fmt.Println(rates.Args("EUR").Get(&found), found)
	// Output:
	// true
	// asking for EUR
	// <nil> 1.25
}

func ExampleInvocation_Why() {
	rates := checkpoint.Func(rate, fresh())
	rates.Call("EUR")
	fmt.Println(rates.Args("USD").Why())
	// Output:
	// asking for EUR
	// not stored, but 1 other call of this code; of the nearest, argument 1 (string) differs <nil>
}

func ExampleInvocation_Key() {
	rates := checkpoint.Func(rate, fresh())
	eur, err := rates.Args("EUR").Key()
	if err != nil {
		fmt.Println(err)
	}
	usd, err := rates.Args("USD").Key()
	fmt.Println(eur.Function, eur.Identity == usd.Identity, eur.Call == usd.Call, err)
	// Output: github.com/gocheckpoint/checkpoint/runtime/checkpoint_test.rate true false <nil>
}

func ExampleFunction_Clear() {
	rates := checkpoint.Func(rate, fresh())
	rates.Call("EUR")
	rates.Call("USD")
	fmt.Println(rates.Clear())
	rates.Call("EUR")
	// Output:
	// asking for EUR
	// asking for USD
	// 2 <nil>
	// asking for EUR
}

func ExampleFunction_Cleanup() {
	old := false
	rates := checkpoint.Func(rate, fresh(), checkpoint.Expiry(func(time.Time) bool { return old }))
	rates.Call("EUR")
	old = true
	cleaned, err := rates.Cleanup()
	fmt.Println(cleaned.Outdated, cleaned.Expired, err)
	// Output:
	// asking for EUR
	// 0 1 <nil>
}

// At the end of a batch job: what no function of this program can find goes.
func ExampleCleanupAll() {
	cleaned, err := checkpoint.CleanupAll()
	if err != nil {
		log.Print(err) // of one function; the others are cleaned up
	}
	log.Printf("%d outdated, %d expired", cleaned.Outdated, cleaned.Expired)
}

//checkpoint:capture once
var season = "winter"

// Generated code registers what is captured.
var _ = checkpoint.RegisterCapture("github.com/gocheckpoint/checkpoint/runtime/checkpoint_test.season", true,
	func() (any, error) { return &season, nil })

func dress() string { return season + " coat" }

// A variable that is captured once counts with its first value until Recapture.
func ExampleFunction_Recapture() {
	dresses := checkpoint.Func(dress, fresh())
	fmt.Println(dresses.Call())
	season = "summer"
	fmt.Println(dresses.Call())
	dresses.Recapture()
	fmt.Println(dresses.Call())
	// Output:
	// winter coat
	// winter coat
	// summer coat
}

func ExampleIdentityOf() {
	checkpoint.Func(versioned, fresh(), checkpoint.Version("2026-01"))
	id, err := checkpoint.IdentityOf(versioned)
	fmt.Println(id.Source, id.Version, len(id.String()), err)
	// Output: version 2026-01 64 <nil>
}

func versioned(n int) int { return n }

// What several functions have in common is a bundle; a later option counts over it.
func ExampleNew() {
	hourly := checkpoint.New(fresh(), checkpoint.TTL(time.Hour))
	rates := checkpoint.Func(rate, hourly)
	slow := checkpoint.Func(shout, hourly, checkpoint.TTL(24*time.Hour))
	rates.Call("EUR")
	fmt.Println(rates.Args("EUR").Exists())
	fmt.Println(slow.Call("hello"))
	// Output:
	// asking for EUR
	// true <nil>
	// HELLO
}

func ExampleMemory() {
	rates := checkpoint.Func(rate, checkpoint.Memory())
	rates.Call("GBP")
	rates.Call("GBP")
	// Output: asking for GBP
}

// Results that need not outlive the day need no room in the user's cache.
func ExampleTemp() {
	rates := checkpoint.Func(rate, checkpoint.Temp(), checkpoint.TTL(time.Hour))
	fmt.Println(rates.Call("EUR"))
}

// Nothing that is edited makes a static function compute again.
func ExampleStatic() {
	checkpoint.Func(measured, fresh(), checkpoint.Static())
	id, err := checkpoint.IdentityOf(measured)
	fmt.Println(id.Source, err)
	// Output: static <nil>
}

func measured(n int) int { return n }

func ExampleVerbosity() {
	plain := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.MessageKey || a.Key == "cause" {
				return a
			}
			return slog.Attr{}
		},
	})
	f := checkpoint.Func(shout, fresh(), checkpoint.Verbosity(2), checkpoint.Logger(slog.New(plain)), checkpoint.Static())
	f.Call("a")
	f.Call("a")
	// Output:
	// msg="checkpoint: computed" cause="not stored"
	// msg="checkpoint: remembered"
}
