package checkpoint

import (
	"encoding/binary"
	"fmt"
	"log/slog"
	"reflect"
	"sync"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// A resolution is what the process knows of a function once all that registers
// has registered: which identity it has, what enters its keys, or why it runs
// without being remembered.
type resolution struct {
	generation uint64
	godebug    string   // os.Setenv changes it while the process runs
	problem    *problem // not nil: the function runs uncached

	identity [32]byte
	source   Source
	manifest *manifest.Manifest // nil where the identity is the build's
	names    []string           // of the parameters, nil if unknown
	assumes  map[string]string  // of the manifest's entry
	params   []param
	captures []*capture
	extra    []*keyFunc // KeyBy and HashContext
	header   []byte     // begins each key

	hashing objecthash.Options
	types   sync.Map // reflect.Type → []byte, what DynamicType gave
}

// A problem is why something is not remembered, and what helps.
type problem struct {
	cause, remedy string
}

var problemUnregistered = problem{"the function is not registered, or not yet", "register it by checkpoint.Func at package level"}

// resolve gives the current resolution. It is the fast path of every call.
func (f *function) resolve() *resolution {
	if f.inner != nil { // a layer's keys are those of what is below
		return f.inner.resolve()
	}
	generation := f.env.generation.Load()
	godebug := f.env.getenv("GODEBUG")
	if r := f.resolved.Load(); r != nil && r.generation == generation && r.godebug == godebug {
		return r
	}
	r := f.newResolution(generation, godebug)
	f.resolved.Store(r)
	return r
}

// newResolution decides which identity the function has: the one place where
// rules I1 to I8 of the package comment are applied.
func (f *function) newResolution(generation uint64, godebug string) *resolution {
	env := f.env
	r := &resolution{generation: generation, godebug: godebug}
	r.hashing.DynamicType = func(t reflect.Type) ([]byte, error) { return env.dynamicType(r, t) }
	if f.unregistered {
		return r.fail(f, problemUnregistered)
	}
	if err := env.contains(f.pc); err != nil { // I4
		return r.fail(f, problem{err.Error(), "register the function in the program"})
	}

	v := env.judge(f.caller.name(), f.id, len(f.in))
	if f.generic {
		// Instances share their names, so that no entry can be one's own.
		remedy := ""
		if !v.none { // there is generated code, which cannot say its type arguments
			remedy = "give the instance a function of its own that calls it"
		}
		v = verdict{cause: "it is an instance of a generic function, which generated code alone tells from others", remedy: remedy}
	}
	known := v.manifest != nil
	static := f.options.static && f.named()
	r.manifest = v.manifest
	if known {
		r.names, r.assumes = v.entry.Params, v.entry.Assumes
		if len(v.entry.LinkVars) > 0 && env.setting("-trimpath") == "true" {
			// I2: the linker may have set one, and -trimpath keeps that secret.
			r.manifest = nil
		}
	}

	var err error
	switch r.source = FromBuild; {
	case static:
		r.source, r.identity = FromStatic, f.staticIdentity(godebug) // I6
	case r.manifest != nil:
		r.source = FromManifest
		r.identity, err = env.manifestIdentity(v.manifest, v.entry, godebug) // I1
	case f.options.version != nil && !f.options.bundled && f.named() && !f.codeUntold(): // I5
		r.source, r.identity = FromVersion, f.versionIdentity(godebug)
	default:
		r.identity, err = f.buildIdentity(godebug) // I3
	}
	if !known && r.source == FromBuild {
		f.reportVerdict(v)
	}
	if err != nil {
		return r.fail(f, problem{fmt.Sprintf("its identity is unknown: %v", err), remedyManifest})
	}

	if v := f.options.version; v != nil {
		h := newFramed(identityDomain)
		h.add(string(r.identity[:]))
		h.add(*v)
		r.identity = h.sum()
	}

	if known {
		var missing string
		if r.captures, missing = env.captures.named(v.entry.Captures); missing != "" {
			return r.fail(f, problem{"captured variable " + missing + " is not registered", remedyManifest})
		}
	} else {
		// Which of them the function reads is unknown here: all that there are.
		r.captures = env.captures.all()
	}
	if p := f.bindParams(r); p != nil {
		return r.fail(f, *p)
	}
	return r
}

func (r *resolution) fail(f *function, p problem) *resolution {
	r.problem = &p
	f.sayOnce(slog.LevelWarn, p.cause, p.cause, p.remedy)
	return r
}

// reportVerdict says, once for each package and cause, why no manifest serves.
func (f *function) reportVerdict(v verdict) {
	const kept = "results are kept for this build alone"
	remedy := remedyManifest
	if v.remedy != "" {
		remedy = v.remedy
	}
	switch {
	case v.none:
		if f.env.once("no manifest") {
			f.say(slog.LevelInfo, "checkpoint: "+kept, v.cause, remedy)
		}
	case v.wide:
		if f.env.once("manifest of " + f.caller.name() + ": " + v.cause) {
			f.say(slog.LevelWarn, "checkpoint: manifest does not serve, "+kept, v.cause, remedy)
		}
	case f.generic:
		if f.env.once("generic") {
			f.say(slog.LevelInfo, "checkpoint: "+kept, v.cause, remedy)
		}
	default:
		if f.env.once("entry of " + f.id + ": " + v.cause) {
			f.say(slog.LevelWarn, "checkpoint: manifest does not serve, "+kept, v.cause, remedy)
		}
	}
}

// identityDomain separates these digests from all others, and one version of
// what enters them from the next.
const identityDomain = "gocheckpoint effective identity 1"

// framed is BLAKE3 over parts, each preceded by its length.
type framed struct{ h *blake3.Hasher }

func newFramed(domain string) framed {
	f := framed{blake3.New()}
	f.add(domain)
	return f
}

func (f framed) add(part string) {
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], uint64(len(part)))
	f.h.Write(n[:])
	f.h.WriteString(part)
}

func (f framed) sum() (sum [32]byte) {
	f.h.Sum(sum[:0])
	return sum
}

// manifestIdentity completes an entry's identity by what a manifest cannot
// know: how this binary was built, and with which GODEBUG it runs.
func (env *environment) manifestIdentity(m *manifest.Manifest, entry manifest.Func, godebug string) (sum [32]byte, err error) {
	id, err := manifest.ParseIdentity(entry.Identity)
	if err != nil {
		return sum, err
	}
	h := newFramed(identityDomain)
	if m.Fresh {
		h.add("fresh manifest")
	} else {
		h.add("manifest")
	}
	h.add(string(id[:]))
	for _, decl := range sortedKeys(entry.Assumes) { // I7
		h.add("assumes")
		h.add(decl)
		h.add(entry.Assumes[decl])
	}
	for _, s := range env.otherSettings() {
		h.add("setting")
		h.add(s.Key)
		h.add(s.Value)
	}
	if len(entry.LinkVars) > 0 {
		h.add("-ldflags")
		h.add(env.setting("-ldflags"))
	}
	h.add("GODEBUG")
	h.add(godebug)
	return h.sum(), nil
}

// buildIdentity identifies the function by the whole build that it is in.
func (f *function) buildIdentity(godebug string) (sum [32]byte, err error) {
	id, err := f.env.buildID()
	if err != nil {
		return sum, err
	}
	h := newFramed(identityDomain)
	h.add("build")
	h.add(string(id))
	if f.generic { // no name tells the instances of one build apart
		at := offset(f.pc)
		h.add("instance")
		h.add(string(at[:]))
	}
	h.add("GODEBUG")
	h.add(godebug)
	return h.sum(), nil
}
