package checkpoint

import (
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// A Source is where a function's identity comes from: what it lasts as long as.
type Source string

const (
	FromManifest Source = "manifest" // the code, and all that it depends on
	FromBuild    Source = "build"    // the executable
	FromVersion  Source = "version"  // [Version] alone, without a manifest
	FromStatic   Source = "static"   // [Static]
)

// An Identity is what stands for a function's code in the keys of its calls.
type Identity struct {
	Sum    [32]byte
	Source Source
	// Version is what was given to [Version], "" without. It enters Sum. With a
	// manifest, it stands there for the function's code.
	Version string
}

// String is the sum in hexadecimal, as the default store names the folder of an
// identity's results.
func (i Identity) String() string { return hex.EncodeToString(i.Sum[:]) }

// errOff is the error of what CHECKPOINT=off leaves without an answer.
var errOff = errors.New("checkpoint: CHECKPOINT=off: nothing is remembered, and nothing has a key; unset it")

// IdentityOf gives the identity that the calls of fn have now, by the handle that
// [Of] finds. Package initialization may not have registered everything yet: in
// main it is final, but for GODEBUG, which enters it. The error says why the
// function runs uncached.
func IdentityOf[F any](fn F) (Identity, error) { return identityOf(Of(fn).core) }

func identityOf(f *function) (Identity, error) {
	if f.off {
		return Identity{}, errOff
	}
	r := f.resolve()
	if r.problem != nil {
		return Identity{}, f.problemError(r.problem)
	}
	id := Identity{Sum: r.identity, Source: r.source}
	if v := f.options.version; v != nil {
		id.Version = *v
	}
	return id, nil
}

func (f *function) problemError(p *problem) error {
	return fmt.Errorf("checkpoint: %s is not remembered: %s; %s", f.id, p.cause, p.remedy)
}

// staticIdentity identifies a function by its name and the structure of its
// types: arguments are hashed by their static types, which no code then tells.
func (f *function) staticIdentity(godebug string) [32]byte { return f.nominal("static", godebug) }

// versionIdentity identifies a function without a manifest by that, and the
// version, which is added to every identity, that stands for its code.
func (f *function) versionIdentity(godebug string) [32]byte { return f.nominal("version", godebug) }

func (f *function) nominal(source, godebug string) [32]byte {
	h := newFramed(identityDomain)
	h.add(source)
	h.add(f.id)
	t := f.t
	h.add(t.String())
	for i := range t.NumIn() {
		h.addType(t.In(i))
	}
	for i := range t.NumOut() {
		h.addType(t.Out(i))
	}
	h.add("GODEBUG")
	h.add(godebug)
	return h.sum()
}

func (f framed) addType(t reflect.Type) {
	sum := objecthash.TypeSum(t)
	f.add(string(sum[:]))
}

// named reports whether the function's id is its alone, in every build: instances
// of a generic function share one, and so do functions of all programs that are
// files on the go command's line, or that carry no build info.
func (f *function) named() bool { return !f.generic && !f.env.nameless(f.id) }

// codeUntold reports whether something besides the function's code decides what
// is hashed or stored, of which only a manifest or the build tells: functions
// given to options, and methods of the types in the signature.
func (f *function) codeUntold() bool {
	seen := make(map[reflect.Type]bool)
	has := func(t reflect.Type) bool { return f.env.hasKeyCode(t, seen) }
	return f.options.keying() || slices.ContainsFunc(f.in, has) || slices.ContainsFunc(f.results, has)
}
