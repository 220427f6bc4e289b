package identity

import (
	"go/ast"
	"go/token"
	"go/types"
)

// deciders are what decides the value of a variable before anybody calls a
// function that reads it, or what code does that runs once: call keys have what
// captured variables hold at the call.
type deciders struct {
	runs  []*Node // code, with all that it covers
	reads []*Node // variables whose own value counts, not their initializers
	// lazy is set for a variable that code sets when it is first needed.
	lazy bool
}

func dependsEarly(id string) string {
	return "has an initializer that depends on the captured variable " + id + ", which may change afterwards"
}

func dependsOnce(id string) string {
	return "runs code once that depends on the captured variable " + id + ": whether it has run is no part of a key"
}

// captured lists the annotated variables among what decides.
func (d *deciders) captured() []string {
	if d == nil {
		return nil
	}
	found := make(map[string]bool)
	add := func(n *Node) {
		for _, id := range behind(&Node{code: n}) {
			found[id] = true
		}
	}
	for _, n := range d.runs {
		add(n)
	}
	for _, n := range d.reads {
		if n.isCaptured() {
			add(n)
		}
	}
	return sortedKeys(found)
}

// decidersOf finds what decides the value of a variable; nil if nothing but
// itself.
func (b *builder) decidersOf(d *decl) *deciders {
	out := new(deciders)
	v, ok := d.node.Object.(*types.Var)
	if init := d.init(); init != nil {
		switch {
		case !callsNothing(b.src.Info, init) || b.runsOnce(init):
			out.runs = append(out.runs, d.node)
		case ok:
			ast.Inspect(init, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncLit:
					return false
				case *ast.UnaryExpr:
					return n.Op != token.AND
				case *ast.Ident:
					if m := b.mentioned(n); m != nil && m.Kind == VarNode {
						out.reads = append(out.reads, m)
					}
				}
				return true
			})
		}
	}
	out.runs = append(out.runs, d.writers...)
	if ok && b.lazy[v] != nil {
		out.lazy = true
		out.runs = append(out.runs, b.allMentioned(b.lazy[v].body)...)
	}
	if len(out.runs) == 0 && len(out.reads) == 0 {
		return nil
	}
	return out
}

// mentioned is the node of the package-level object in scope that a name
// denotes, or nil.
func (b *builder) mentioned(id *ast.Ident) *Node {
	obj := b.src.Info.Uses[id]
	if obj == nil || !isPackageLevel(obj) {
		return nil
	}
	return b.node(obj)
}

func (b *builder) allMentioned(root ast.Node) []*Node {
	var out []*Node
	ast.Inspect(root, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if m := b.mentioned(id); m != nil {
				out = append(out, m)
			} else if fn, ok := b.src.Info.Uses[id].(*types.Func); ok { // a method
				if m := b.node(fn); m != nil {
					out = append(out, m)
				}
			}
		}
		return true
	})
	return out
}

// runsOnce reports whether an initializer makes a function that computes its
// results at the first call.
func (b *builder) runsOnce(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if fn := calleeOf(b.src.Info, call.Fun); fn != nil && onces[fn.FullName()] {
				found = true
			}
		}
		return !found
	})
	return found
}

// capturedOnce notes of each function that what it lets a sync.Once run depends
// on captured variables: that it has run is a state that no key has.
func (b *builder) capturedOnce() {
	for _, d := range b.decls {
		if d.node.early == nil || d.node.Kind != FuncNode {
			continue
		}
		for _, id := range d.node.early.captured() {
			d.node.assume(b.src, d.node.Pos, dependsOnce(id))
		}
	}
}

// noteOnce remembers what a call of (*sync.Once).Do runs in a declaration.
func (b *builder) noteOnce(call *ast.CallExpr, in *Node) {
	if in == nil || in.Kind != FuncNode {
		return
	}
	if in.early == nil {
		in.early = new(deciders)
	}
	for _, arg := range call.Args {
		in.early.runs = append(in.early.runs, b.allMentioned(arg)...)
	}
}
