package registration

import (
	"go/types"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// Known reports whether the registration has a place in a manifest: its
// function is known, and has an id.
func (r Registration) Known() bool { return r.ID != "" && r.Func != nil && r.Problem == "" }

// Signature is the type of the function as it is registered: of a method
// expression, with the receiver first. Nil where the registration has a
// Problem.
func (r Registration) Signature(info *types.Info) *types.Signature {
	t := info.TypeOf(r.Call.Args[0])
	if t == nil {
		return nil
	}
	sig, _ := t.Underlying().(*types.Signature)
	return sig
}

// Roots are the registrations as the identity engine takes them.
func Roots(rs []Registration, info *types.Info) []identity.Root {
	var out []identity.Root
	for _, r := range rs {
		sig := r.Signature(info)
		if !r.Known() || sig == nil {
			continue
		}
		root := identity.Root{Name: r.ID, Func: r.Func, Pos: r.Call.Pos()}
		for v := range sig.Params().Variables() {
			root.Types = append(root.Types, v.Type())
		}
		for v := range sig.Results().Variables() {
			root.Types = append(root.Types, v.Type())
		}
		if ID(r.Func) != r.ID {
			// A promoted method, a wrapper, or an instance: what it calls
			// depends on the types that the expression names.
			root.Exprs = append(root.Exprs, r.Expr)
		}
		root.CaptureAll = r.Has("CaptureAll")
		for _, o := range r.Options {
			if !identity.IsInert(o.Name) {
				root.Exprs = append(root.Exprs, o.Expr)
			}
		}
		out = append(out, root)
	}
	return out
}
