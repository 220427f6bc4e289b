package analyzer

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/effect"
	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A keying is what the options of a registration make of its parameters, and of
// what the function reads beside them.
type keying struct {
	none    map[int]bool // without influence: contexts, and those that NoHash names
	keyed   uint32       // those that name what the key covers the content of, as bits
	folder  bool         // the key covers all files in a folder
	context bool         // the key says what of a context counts
}

// keying says what the options make of the parameters: of those keyed by a file's
// content, the content is covered, and with a folder's that of all files in it.
func (e *effects) keying(r registration.Registration, names []string) keying {
	k := keying{none: make(map[int]bool)}
	if sig := r.Signature(e.pass.TypesInfo); sig != nil {
		for i := range sig.Params().Len() {
			k.none[i] = isContext(sig.Params().At(i).Type())
		}
	}
	for _, o := range r.Options {
		switch o.Name {
		case "HashContext":
			k.context = true
		case "KeyBy":
			if o.By != nil {
				reads := e.reads(o.By, min(len(names), effect.MaxParams))
				k.keyed |= reads.keyed
				k.folder = k.folder || reads.folder
				k.context = k.context || reads.context
			}
		}
		for _, param := range o.Param {
			i := slices.Index(names, param.Name)
			if i < 0 || i >= effect.MaxParams {
				continue // reported by the registration check
			}
			switch {
			case o.Name == "NoHash":
				k.none[i] = true
			case o.By != nil:
				reads := e.reads(o.By, 1)
				if reads.keyed != 0 {
					k.keyed |= 1 << i
				}
				k.folder = k.folder || reads.folder
			}
		}
	}
	return k
}

// reads says of which of its first parameters a function that HashBy or KeyBy is
// given reads the files that they name, whether it reads all in a folder, and
// whether it reads values of a context. A literal is not looked into.
func (e *effects) reads(by ast.Expr, params int) (out keying) {
	var id *ast.Ident
	switch x := ast.Unparen(by).(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return out
	}
	fn, ok := e.pass.TypesInfo.Uses[id].(*types.Func)
	if !ok || fn.Pkg() == nil {
		return out
	}
	if identity.PlainPath(fn.Pkg().Path()) == registration.RuntimePath {
		if strings.HasSuffix(fn.Name(), "Content") {
			out.keyed = 1
		}
		out.folder = fn.Name() == "DirContent"
		return out
	}
	e.world.Walk(effect.Key(fn), effect.Params{}, func(n *effect.Reached) {
		for _, x := range n.Effects {
			out.context = out.context || x.Kind == effect.Context
		}
	})
	for i := range params {
		given := effect.Params{Given: 1 << i}
		e.world.Follow(effect.Key(fn), given, given, func(n *effect.Reached) {
			for _, x := range n.Effects {
				if x.Kind == effect.Files && e.world.Given(n, x.Ref) {
					out.keyed |= 1 << i
					out.folder = out.folder || effect.ReadsFolder(x.What)
				}
			}
		})
	}
	return out
}
