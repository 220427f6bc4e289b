package identity_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const optionsSrc = `
-- lib/lib.go --
package lib

import (
	"context"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func Tenant(ctx context.Context) (string, error) { return tenant(ctx), nil }

func tenant(ctx context.Context) string { return "t" }

var ByVariable = func(name string) string { return name + "v" }

var Common = checkpoint.New(checkpoint.HashContext(Other), checkpoint.TTL(5), checkpoint.Verify(0.5))

func Other(ctx context.Context) (int, error) { return 7, nil }

-- a/a.go --
package a

import (
	"context"
	"io"
	"log/slog"

	"m/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/expvarcheckpoint"
)

var Plain = checkpoint.Func(plain)

func plain(name string) int { return 1 }

var Keyed = checkpoint.Func(keyed, checkpoint.KeyBy(size))

func keyed(name string, rest ...int) int { return 2 }

func size(name string, rest ...int) (int, error) { return half(len(name)), nil }

func half(n int) int { return n / 2 }

var OfContext = checkpoint.Func(ofContext, checkpoint.HashContext(lib.Tenant))

func ofContext(ctx context.Context) int { return 3 }

var ByVariable = checkpoint.Func(byVariable, checkpoint.KeyBy(lib.ByVariable))

func byVariable(name string) int { return 4 }

var Bundled = checkpoint.Func(bundled, lib.Common)

func bundled(ctx context.Context) int { return 5 }

var Inert = checkpoint.Func(inert, checkpoint.TTL(1), checkpoint.When(func() bool { return true }), checkpoint.Observe(observe), expvarcheckpoint.Observer("calls"),
	checkpoint.Verify(0.25), checkpoint.Shared(), checkpoint.CacheErrors(io.EOF), checkpoint.Logger(slog.Default()), checkpoint.CaptureAll())

func inert(name string) int { return 6 }

func observe(context.Context, checkpoint.Event) { println(1) }

var Variadic = checkpoint.Func(variadic)

func variadic(name string, rest ...int) int { return 9 }

var Layer = checkpoint.Over(Keyed, checkpoint.TTL(3), checkpoint.Shared())

func CallsLayer() int { return Layer.Call("x") }
`

// roots are the identities of package a's registrations, by the function's name.
func roots(t *testing.T, p program) map[string]*identity.Node {
	t.Helper()
	out := make(map[string]*identity.Node)
	for _, n := range p.load(t).Unit("m/a").Nodes {
		if n.Kind == identity.RootNode {
			out[strings.TrimPrefix(n.Name, "m/a.")] = n
		}
	}
	return out
}

// changedRoots lists the registrations of package a, and the functions, whose
// identities an edit changes.
func changedRoots(t *testing.T, src string, e edit) string {
	t.Helper()
	if strings.Count(src, e.old) != 1 {
		t.Fatalf("%q is %d times in the program, want once", e.old, strings.Count(src, e.old))
	}
	before, after := program{src: src}, program{src: strings.Replace(src, e.old, e.new, 1)}
	var got []string
	a, b := roots(t, before), roots(t, after)
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if b[name] == nil || a[name].Identity != b[name].Identity {
			got = append(got, name)
		}
	}
	for _, name := range changed(t, before, after) {
		if name == "a.CallsLayer" {
			got = append(got, name)
		}
	}
	return strings.Join(got, " ")
}

// What computes keys is code that an identity covers, in the registration as in
// a variable or a bundle; options that influence neither keys nor results are not
// (I2, I8).
func TestI8KeyingOptions(t *testing.T) {
	for _, e := range []edit{
		{"KeyBy's function", "return half(len(name)), nil", "return half(len(name)) + 1, nil", "keyed a.CallsLayer"},
		{"what it calls", "return n / 2", "return n / 3", "keyed a.CallsLayer"},
		{"KeyBy is added", "checkpoint.Func(plain)", "checkpoint.Func(plain, checkpoint.KeyBy(plain))", "plain"},
		{"HashContext's function", "return tenant(ctx), nil", "return tenant(ctx) + tenant(ctx), nil", "ofContext"},
		{"what that calls", `return "t"`, `return "u"`, "ofContext"},
		{"another function", "HashContext(lib.Tenant)", "HashContext(lib.Other)", "ofContext"},
		{"a function in a variable", `name + "v"`, `name + "w"`, "byVariable"},
		{"a function in a bundle", "return 7, nil", "return 8, nil", "bundled"},
		{"an inert option in a bundle", "checkpoint.TTL(5)", "checkpoint.TTL(6)", ""},
		{"another one in a bundle", "checkpoint.TTL(5), ", "", ""},
		{"an option of a bundle that counts", "checkpoint.HashContext(Other), ", "", "bundled"},
		{"TTL", "checkpoint.TTL(1)", "checkpoint.TTL(2)", ""},
		{"When", "return true", "return false", ""},
		{"Observe", "println(1)", "println(2)", ""},
		{"an observer of a package of ours", `"calls"`, `"others"`, ""},
		{"Verify", "checkpoint.Verify(0.25)", "checkpoint.Verify(0.75)", ""},
		{"Shared", "checkpoint.Shared(), checkpoint.CacheErrors", "checkpoint.CacheErrors", ""},
		{"CacheErrors", "CacheErrors(io.EOF)", "CacheErrors(io.ErrUnexpectedEOF)", "inert"},
		{"Logger", "slog.Default()", "slog.New(slog.DiscardHandler)", ""},
		{"CaptureAll where nothing changes", ", checkpoint.CaptureAll())", ")", ""},
		{"the options of a layer", "checkpoint.TTL(3), checkpoint.Shared()", "checkpoint.TTL(4)", ""},
		{"what a layer is over", "checkpoint.Over(Keyed", "checkpoint.Over(Variadic", "a.CallsLayer"},
	} {
		t.Run(e.rule, func(t *testing.T) {
			if got := changedRoots(t, optionsSrc, e); got != e.changes {
				t.Errorf("%q → %q changes %q, want %q", e.old, e.new, got, e.changes)
			}
		})
	}
}

// A layer, and a bundle, are left alone by convention, as registrations are (I4).
func TestI4LayersAndBundlesAreFixed(t *testing.T) {
	fns := functions(t, program{src: optionsSrc})
	if got := fns["a.CallsLayer"].Closure().Assumptions; len(got) > 0 {
		t.Errorf("a call of a layer assumes %v", got)
	}
	rs := roots(t, program{src: optionsSrc})
	if got := rs["bundled"].Closure().Assumptions; len(got) > 0 {
		t.Errorf("a registration with a bundle assumes %v", got)
	}
	if got := rs["byVariable"].Closure().Assumptions; len(got) == 0 {
		t.Error("a key function in an exported variable is taken for fixed")
	}
}
