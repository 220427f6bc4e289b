package build

import (
	"context"
	"fmt"

	"github.com/gocheckpoint/checkpoint/internal/wire"
)

// A Listing is what List finds.
type Listing struct {
	Functions []Listed
	Problems  []Problem
}

// List describes the functions of the packages that match the patterns, and of
// what they import in scope, as [Program.List] does: from the cache if nothing
// changed that they depend on.
func List(ctx context.Context, cfg Config, o ListOptions, patterns ...string) (*Listing, error) {
	env, err := cfg.env(ctx)
	if err != nil {
		return nil, err
	}
	c := newCache(env, o.kind(), patterns...)
	if e := c.recall(); e != nil {
		if functions, err := decodeListing(e.Listing); err == nil {
			return &Listing{Functions: functions}, nil
		}
	}
	prog, err := env.load(ctx, false, patterns...)
	if err != nil {
		return nil, err
	}
	out := &Listing{Functions: prog.List(o), Problems: prog.Problems}
	if c != nil {
		c.remember(prog, entry{Listing: encodeListing(out.Functions)})
	}
	return out, nil
}

// kind tells listings of these options from other entries of a cache.
func (o ListOptions) kind() string { return fmt.Sprintf("list %+v", o) }

// encodeListing writes each list of assumptions once, as functions share them:
// written out, they are nearly all of a listing.
func encodeListing(functions []Listed) []byte {
	var e wire.Encoder
	lists := make(map[*Assumed]int) // by first element
	var order [][]Assumed
	items := make(map[Assumed]int)
	var all []Assumed
	for _, f := range functions {
		if len(f.Assumes) == 0 || lists[&f.Assumes[0]] > 0 {
			continue
		}
		order = append(order, f.Assumes)
		lists[&f.Assumes[0]] = len(order)
		for _, a := range f.Assumes {
			if _, ok := items[a]; !ok {
				items[a] = len(all)
				all = append(all, a)
			}
		}
	}
	e.Int(len(all))
	for _, a := range all {
		e.Str(a.Reason)
		e.Str(a.File)
		e.Num(a.Line)
		e.Str(a.In)
	}
	e.Int(len(order))
	for _, list := range order {
		e.Int(len(list))
		for _, a := range list {
			e.Num(items[a])
		}
	}
	e.Int(len(functions))
	for _, f := range functions {
		for _, s := range []string{f.ID, f.Variant, f.Func, f.Package, f.File, f.Identity, f.Local, f.Status} {
			e.Str(s)
		}
		e.Num(f.Line)
		e.Num(f.End)
		if len(f.Assumes) == 0 {
			e.Num(0)
		} else {
			e.Num(lists[&f.Assumes[0]])
		}
		e.Strs(f.Deps)
		e.Strs(f.Decls)
	}
	return e.Bytes()
}

func decodeListing(data []byte) ([]Listed, error) {
	d := wire.NewDecoder(data)
	all := make([]Assumed, d.Int())
	for i := range all {
		all[i] = Assumed{Reason: d.Str(), File: d.Str(), Line: d.Num(), In: d.Str()}
	}
	lists := make([][]Assumed, d.Int()+1) // the first is the empty one
	for i := range lists[1:] {
		list := make([]Assumed, d.Int())
		for j := range list {
			list[j] = at(all, d.Num())
		}
		lists[i+1] = list
	}
	functions := make([]Listed, d.Int())
	for i := range functions {
		f := &functions[i]
		for _, s := range []*string{&f.ID, &f.Variant, &f.Func, &f.Package, &f.File, &f.Identity, &f.Local, &f.Status} {
			*s = d.Str()
		}
		f.Line, f.End = d.Num(), d.Num()
		f.Assumes = at(lists, d.Num())
		f.Deps, f.Decls = d.Strs(), d.Strs()
	}
	return functions, d.Err()
}

// at is the element of that index, if there is one: bytes may be damaged.
func at[T any](list []T, i int) (none T) {
	if i < 0 || i >= len(list) {
		return none
	}
	return list[i]
}
