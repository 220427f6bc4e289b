package effect

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Func is a function that some value may be. The first Bound of its parameters
// are bound to the value: what a literal captures, the receiver of a method value.
type Func struct {
	Key   string
	Bound int
}

// functionValue is a declared function as a value.
func (f *flow) functionValue(fn *types.Func, bound int) *value {
	fn = fn.Origin()
	if fn.Pkg() == nil || !f.InScope(identity.PlainPath(fn.Pkg().Path())) {
		return nil
	}
	return refTo(Ref{Root: f.funcIndex(Func{Key(fn), bound})})
}

// funcIndex is the root that stands for a function.
func (s *summarizer) funcIndex(fn Func) Root {
	i := slices.Index(s.out.Funcs, fn)
	if i < 0 {
		i = len(s.out.Funcs)
		s.out.Funcs = append(s.out.Funcs, fn)
	}
	return funcRoot(i)
}

// closure is a function literal with what it captures.
func (f *flow) closure(lit *ast.FuncLit) *value {
	if f.env == nil {
		return f.closures[lit]
	}
	vars := f.literals.vars(f.summarizer, lit)
	v := refTo(Ref{Root: f.funcIndex(Func{f.literals.key(f.summarizer, lit), len(vars)})})
	for i, captured := range vars {
		v = v.with(fmt.Sprintf("$%d", i), f.env[captured].join(f.later[lit][captured]))
	}
	return v
}

// literals are the function literals of a declaration that have nodes of their
// own.
type literals struct {
	base string
	keys map[*ast.FuncLit]string
	held map[*ast.FuncLit][]*types.Var
}

func newLiterals(base string) *literals {
	return &literals{strings.TrimPrefix(base, "var "), map[*ast.FuncLit]string{}, map[*ast.FuncLit][]*types.Var{}}
}

// key is the key of a literal's node.
func (l *literals) key(s *summarizer, lit *ast.FuncLit) string {
	key, ok := l.keys[lit]
	if !ok {
		key = fmt.Sprintf("%s$%d", l.base, len(l.keys)+1)
		for s.nodes[key] != nil { // of what an init function assigns
			key += "'"
		}
		l.keys[lit] = key
	}
	return key
}

// vars are the variables of the code around it that a literal mentions, in the
// order of its source: the first parameters of its node.
func (l *literals) vars(s *summarizer, lit *ast.FuncLit) []*types.Var {
	vars, ok := l.held[lit]
	if !ok {
		vars = []*types.Var{}
		ast.Inspect(lit.Body, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				v, ok := s.Info.Uses[id].(*types.Var)
				if ok && !v.IsField() && !isPackageLevel(v) && (v.Pos() < lit.Pos() || v.Pos() >= lit.End()) && !slices.Contains(vars, v) {
					vars = append(vars, v)
				}
			}
			return true
		})
		l.held[lit] = vars
	}
	return vars
}
