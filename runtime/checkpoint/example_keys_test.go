package checkpoint_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// A connection is how a query is made, not what it answers.
type connection struct{ open chan bool }

func query(ctx context.Context, c *connection, table string, columns ...string) string {
	fmt.Println("asking", table)
	return table + ": " + strings.Join(columns, ", ")
}

// KeyBy says what all arguments together put into the key. Here, the order of the
// columns doesn't matter, and the connection neither.
func ExampleKeyBy() {
	ask := checkpoint.Func(query, fresh(),
		checkpoint.KeyBy(func(_ context.Context, _ *connection, table string, columns ...string) (any, error) {
			set := make(map[string]bool)
			for _, c := range columns {
				set[c] = true
			}
			return []any{table, set}, nil
		}))
	fmt.Println(ask.Call(context.Background(), &connection{}, "users", "id", "name"))
	fmt.Println(ask.Call(context.Background(), nil, "users", "name", "id"))
	// Output:
	// asking users
	// users: id, name
	// users: id, name
}

type localeKey struct{}

func greet(ctx context.Context, name string) string {
	if ctx.Value(localeKey{}) == "de" {
		return "Hallo " + name
	}
	return "Hello " + name
}

// A context is no part of a key, but for what HashContext takes out of it.
func ExampleHashContext() {
	greeting := checkpoint.Func(greet, fresh(),
		checkpoint.HashContext(func(ctx context.Context) (string, error) {
			locale, _ := ctx.Value(localeKey{}).(string)
			return locale, nil
		}))
	for _, locale := range []string{"en", "de", "en"} {
		fmt.Println(greeting.Call(context.WithValue(context.Background(), localeKey{}, locale), "Ada"))
	}
	fmt.Println(greeting.Stats().Computed, "computed")
	// Output:
	// Hello Ada
	// Hallo Ada
	// Hello Ada
	// 2 computed
}

var discount = 0.1 // no directive: CaptureAll finds it

func price(amount float64) float64 { return amount * (1 - discount) }

// With a manifest, every variable that price reads and somebody may change is a
// part of the key. Without one, as here, none is.
func ExampleCaptureAll() {
	prices := checkpoint.Func(price, fresh(), checkpoint.CaptureAll())
	fmt.Println(prices.Call(100))
	// Output: 90
}
