package effect

import (
	"go/ast"
	"go/types"
	"strings"
)

// bodiless notes of a function that is declared without a body, as it is written
// in assembly or linked from elsewhere, that nothing here tells what it does. An
// ignore at the declaration says that it computes.
func (s *summarizer) bodiless(fn *types.Func, decl *ast.FuncDecl) {
	if strings.HasPrefix(fn.Name(), "_cgo") || strings.HasPrefix(fn.Name(), "_Cgo") {
		return // what cgo's own code calls, see callsC
	}
	w := s.newWalker(s.nodeOf(Key(fn)), nil)
	if pure, _ := s.Extra.says(fn); !pure {
		w.effect(Effect{Kind: Unknown, What: "runs what has no body in Go"}, decl)
	}
}

// callsC notes a call of a C function, by the names that cgo gives to what it
// makes of it, or by its own where cgo hasn't run.
func (w *walker) callsC(call *ast.CallExpr, fn *types.Func) bool {
	name := ""
	if fn != nil && fn.Pkg() == w.Types {
		for _, prefix := range []string{"_Cfunc_", "_C2func_", "_Cmacro_"} {
			if rest, ok := strings.CutPrefix(fn.Name(), prefix); ok {
				name = rest
			}
		}
	} else if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if id, ok := sel.X.(*ast.Ident); ok {
			if pkg, ok := w.Info.Uses[id].(*types.PkgName); ok && pkg.Imported().Path() == "C" {
				name = sel.Sel.Name
			}
		}
	}
	if name == "" {
		return false
	}
	if !cMemory[name] && !cTypes[name] && !strings.HasSuffix(name, "_t") {
		w.effect(Effect{Kind: Unknown, What: "calls C." + name}, call)
	}
	return true
}

// cMemory are the functions that only copy, make and free what C is given.
var cMemory = words(`CString CBytes GoString GoStringN GoBytes _CMalloc malloc calloc free`)

// cTypes are types: what converts to one is a call only before cgo has run.
var cTypes = words(`char schar uchar short ushort int uint long ulong longlong ulonglong float double uintptr_t`)
