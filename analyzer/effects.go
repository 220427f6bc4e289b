package analyzer

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/directive"
	"github.com/gocheckpoint/checkpoint/internal/effect"
	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/internal/wire"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An effectFact carries the summaries of the packages in scope at and below a
// package, encoded: most packages pass them on without a look inside. As with
// packageFact, the fact of an indirect import doesn't arrive.
type effectFact struct {
	Units map[string][]byte // by import path
	// Registering are those of the packages that register functions.
	Registering map[string]bool
}

func (*effectFact) AFact() {}

func (f *effectFact) String() string { return "effects" }

// GobEncode writes the units in the order of their paths.
func (f *effectFact) GobEncode() ([]byte, error) {
	e := new(wire.Encoder)
	e.Int(len(f.Units))
	for _, path := range slices.Sorted(maps.Keys(f.Units)) {
		e.Str(path)
		e.Int(len(f.Units[path]))
		e.Raw(f.Units[path])
	}
	e.Strs(slices.Sorted(maps.Keys(f.Registering)))
	return e.Bytes(), nil
}

// GobDecode is the inverse of GobEncode.
func (f *effectFact) GobDecode(data []byte) error {
	d := wire.NewDecoder(data)
	f.Units = make(map[string][]byte)
	for range d.Int() {
		path := d.Str()
		f.Units[path] = d.Raw(d.Int())
	}
	f.Registering = make(map[string]bool)
	for _, path := range d.Strs() {
		f.Registering[path] = true
	}
	return d.Err()
}

// effectFacts sums up what the functions of a package do, as facts. It reports
// nothing and is not in the suite.
var effectFacts = &analysis.Analyzer{
	Name:       prefix + "effects",
	Doc:        "sum up what functions do, for the impure, output, mutation and capture checks",
	Run:        computeEffects,
	Requires:   []*analysis.Analyzer{inputsAnalyzer},
	FactTypes:  []analysis.Fact{new(effectFact), new(dependencyFact)},
	ResultType: reflect.TypeFor[*effects](),
}

// effects is what the checks get: what registered functions reach.
type effects struct {
	pass  *analysis.Pass
	in    *inputs
	own   *effect.Package
	below map[string][]byte
	// registeredBelow is set where a package below registers functions.
	registeredBelow bool
	// roots are the registered functions, registered what is for them alone.
	roots      []*reach
	registered *effect.Package
	// silenced are the ignores that stand at an effect in this package: they
	// hold for all that reach it, here and in importers.
	silenced used

	once  sync.Once // checks may run concurrently
	err   error
	world *effect.World
}

// computeEffects exports the package's fact.
func computeEffects(pass *analysis.Pass) (any, error) {
	fact := &effectFact{Units: map[string][]byte{}, Registering: map[string]bool{}}
	for _, imp := range pass.Pkg.Imports() {
		var f effectFact
		if pass.ImportPackageFact(imp, &f) {
			maps.Copy(fact.Units, f.Units)
			maps.Copy(fact.Registering, f.Registering)
		}
	}
	path := identity.PlainPath(pass.Pkg.Path())
	delete(fact.Units, path) // of the package that an external test is for, with other files
	delete(fact.Registering, path)
	e := &effects{pass: pass, registeredBelow: len(fact.Registering) > 0, in: pass.ResultOf[inputsAnalyzer].(*inputs), below: maps.Clone(fact.Units), silenced: make(used)}
	if len(pass.Files) > 0 && inScope(pass) {
		src := e.source()
		e.own = effect.Summarize(src)
		e.roots, e.registered = e.registrations(src)
		for _, r := range e.roots {
			if !r.Has("CaptureAll") {
				e.own.Registered = append(e.own.Registered, effect.Key(r.Func))
			}
		}
		fact.Units[path] = e.own.Encode()
		if len(e.own.Registered) > 0 {
			fact.Registering[path] = true
		}
	} else if isDependency(pass) {
		exportVerdicts(pass)
	}
	if len(fact.Units) > 0 {
		pass.ExportPackageFact(fact)
	}
	return e, nil
}

func (e *effects) source() *effect.Source {
	pass, own := e.pass, identity.PlainPath(e.pass.Pkg.Path())
	return &effect.Source{
		Fset: pass.Fset, Files: pass.Files, Types: pass.Pkg, Info: pass.TypesInfo, Extra: extra(), Outside: outside(pass),
		InScope: func(path string) bool { return path == own || e.below[path] != nil },
		Quiet: func(v *types.Var) bool {
			_, annotated := e.in.vars[v]
			return annotated
		},
		Declared: func(fn *types.Func) (pure, impure bool) {
			d := e.in.funcs[fn]
			return d.Verb == directive.Pure, d.Verb == directive.Impure
		},
		Silenced: func(category string, at token.Pos) bool {
			p, silent := pass.Fset.PositionFor(at, false), false
			for _, ig := range e.in.ignores {
				if ig.Category == category && ig.file == p.Filename && ig.first <= p.Line && p.Line <= ig.last {
					e.silenced[ig] = true
					silent = true
				}
			}
			return silent
		},
		Registered: e.handle,
	}
}

// registrations are the registered functions, with the keys to walk from, and the
// package of those nodes that are for them alone.
func (e *effects) registrations(src *effect.Source) (roots []*reach, own *effect.Package) {
	var list []effect.Registered
	for _, r := range e.in.registrations {
		sig := r.Signature(e.pass.TypesInfo)
		if r.Func == nil || r.Problem != "" || sig == nil {
			continue
		}
		key := effect.Key(r.Func)
		if len(r.TypeArgs) > 0 || !src.InScope(identity.PlainPath(r.Func.Pkg().Path())) {
			key = effect.RegisteredKey(len(list))
			list = append(list, effect.Registered{Func: r.Func, Expr: r.Expr, TypeArgs: r.TypeArgs, Type: sig})
		}
		roots = append(roots, &reach{Registration: r, key: key})
	}
	return roots, effect.Registrations(src, list)
}

// handle describes the registration or the layer that an expression is.
func (e *effects) handle(x ast.Expr) effect.Handle {
	shares := func(options []registration.Option) bool {
		return slices.ContainsFunc(options, func(o registration.Option) bool { return o.Name == "Shared" })
	}
	x = ast.Unparen(x)
	for _, r := range e.in.registrations {
		if ast.Expr(r.Call) == x && r.Problem == "" {
			return effect.Handle{Func: r.Func, Shared: shares(r.Options)}
		}
	}
	for _, l := range e.in.lists {
		if ast.Expr(l.Call) == x && l.Inner != nil {
			return effect.Handle{Over: l.Inner, Shared: shares(l.Options)}
		}
	}
	return effect.Handle{}
}

// reaches gives what each registered function reaches, once for all checks.
func (e *effects) reaches() ([]*reach, error) {
	e.once.Do(func() {
		if e.own == nil || len(e.roots) == 0 && !e.own.WritesResults() && !(e.registeredBelow && e.own.WritesElsewhere()) {
			return
		}
		packages := []*effect.Package{e.own, e.registered}
		for _, path := range slices.Sorted(maps.Keys(e.below)) {
			p, err := effect.Decode(e.below[path])
			if err != nil {
				e.err = errors.Join(e.err, err)
				return
			}
			packages = append(packages, p)
		}
		e.world = effect.NewWorld(packages)
		e.world.Program = e.pass.Pkg.Name() == "main"
		for _, r := range e.roots {
			e.walk(r)
		}
	})
	return e.roots, e.err
}

// A reach is what one registered function reaches.
type reach struct {
	registration.Registration
	key  string // of the node that the walk begins at
	hits []hit
}

// A hit is one effect that a registered function reaches, or one read of a
// variable.
type hit struct {
	kind   effect.Kind // 0 for a read
	what   string
	param  string // the parameter that it is about, "" if it is about none
	held   string // the key of the variable that may hold what is called, if it is that
	stated bool   // what says all that is known of a call that cannot be resolved
	read   string // the key of the variable that is read
	// unhashable says why what is read of it can't be hashed, "" if it can.
	unhashable string
	site       effect.Site
	// via are the functions of dependencies on the rest of the way, and beyond is
	// where it ends.
	via     []string
	beyond  effect.Site
	reached *effect.Reached
}

// walk finds what a registered function reaches.
func (e *effects) walk(out *reach) {
	r, key := out.Registration, out.key
	names := registration.Params(r.Func)
	k := e.keying(r, names)
	given := uint32(0)
	for i := range min(len(names), effect.MaxParams) {
		if !k.none[i] {
			given |= 1 << i
		}
	}
	type place struct {
		key, kind string
		site      effect.Site
	}
	seen := map[place]bool{} // the node may be reached with other parameters
	var unknown []hit        // what arguments don't decide: told where they decide nothing
	start := effect.Params{Given: given, Keyed: k.keyed}
	held := e.given(r, k.none)
	e.world.WalkGiven(key, start, held, func(n *effect.Reached) {
		for _, x := range append(n.Effects[:len(n.Effects):len(n.Effects)], e.world.Unordered(n.Node)...) {
			switch x.Kind {
			case effect.Mutates, effect.Writes:
				continue // of a parameter: below
			case effect.Files, effect.FileInfo:
				if n.Params.HasKeyed(x.Root) || k.folder && x.Kind == effect.Files && !e.world.Given(n, x.Ref) {
					continue // the key covers the content
				}
			case effect.Context:
				if k.context {
					continue // the key says what of it counts
				}
			}
			if x.Kind == effect.Unknown {
				if x.Ref != (effect.Ref{}) {
					continue // of a parameter, too
				}
				unknown = append(unknown, hit{kind: x.Kind, what: x.What, stated: true, site: x.Site, reached: n})
				continue
			}
			at := place{n.Key, fmt.Sprint(x.Kind), x.Site}
			if x.Via != nil { // of another module, the nearest of each category tells enough
				at.kind = x.Kind.Category()
			}
			if x.Returned && n.Params.Sorted() || seen[at] {
				continue
			}
			seen[at] = true
			out.hits = append(out.hits, hit{kind: x.Kind, what: x.What, site: x.Site, via: x.Via, beyond: x.Beyond, reached: n})
		}
		for _, u := range n.Uses {
			if u.Write == "" && !u.AtInit && !n.Params.AtInit() {
				out.hits = append(out.hits, hit{read: u.Var, unhashable: u.Unhashable, site: u.Site, reached: n})
			}
		}
	})
	for i := range min(len(names), effect.MaxParams) {
		if !k.none[i] {
			out.hits = append(out.hits, e.param(key, start, held, i, names[i])...)
		}
	}
	if u := e.world.Unresolved(key, start, held); u != nil {
		h := hit{kind: effect.Unknown, what: "calls " + u.Name, held: u.Var, site: u.Site, reached: u.Reached}
		if u.Var != "" && u.Value {
			h.what = "calls a function" // the variable says which
		}
		for i, param := range u.Params {
			if i > 0 {
				h.param += " or "
			}
			h.param += nameOr(names[param], param)
		}
		unknown = append(unknown, h)
	}
	out.hits = append(out.hits, unknown...)
}

// given is what the parameters of a registered function may hold, but for those
// without influence.
func (e *effects) given(r registration.Registration, none map[int]bool) []effect.Given {
	sig := r.Signature(e.pass.TypesInfo)
	if sig == nil {
		return nil
	}
	ours := func(path string) bool { return path == e.own.Path || e.below[path] != nil }
	given := effect.GivenBy(slices.Collect(sig.Params().Variables()), ours)
	return slices.DeleteFunc(given, func(g effect.Given) bool { return none[g.Param] })
}

// param walks from a registered function along one of its parameters, and gives
// the first hit of each kind.
func (e *effects) param(key string, start effect.Params, given []effect.Given, i int, name string) []hit {
	var hits []hit
	add := func(h hit) {
		if !slices.ContainsFunc(hits, func(g hit) bool { return g.kind == h.kind }) {
			h.param = nameOr(name, i)
			hits = append(hits, h)
		}
	}
	e.world.FollowGiven(key, start, effect.Params{Given: 1 << i}, given, func(n *effect.Reached) {
		for _, x := range n.Effects {
			if (x.Kind == effect.Mutates || x.Kind == effect.Writes || x.Kind == effect.Unknown) && e.world.Given(n, x.Ref) {
				add(hit{kind: x.Kind, what: x.What, site: x.Site, reached: n})
			}
		}
		for _, d := range n.Dynamic {
			if e.world.Unknown(n, &d) && e.world.GivenReceiver(n, &d) {
				add(hit{kind: effect.Unknown, what: "calls " + d.Name, site: d.Site, reached: n})
			}
		}
	})
	return hits
}
