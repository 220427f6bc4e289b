package identity

import (
	"cmp"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"
)

// An assembly is what the assembly files of a package say of its Go
// declarations (I9). Go's assembler knows them by name: ·add(SB) is the
// function or variable add, const_size the constant size, T_field and T__size
// are made of the type T. The preprocessor joins no tokens, so that every name
// stands in the text.
type assembly struct {
	// opaque says why the text doesn't tell all, "" if it does.
	opaque  string
	defines map[string]bool // functions with a TEXT of their own
	symbols map[string]bool // names after a middle dot
	loads   map[string]bool // of these, those that are only loaded from
	words   map[string]bool // every identifier
}

var (
	asmText    = regexp.MustCompile(`(?m)^\s*TEXT\s+·([\pL\pN_]+)(?:<\w*>)?\(SB\)`)
	asmSymbol  = regexp.MustCompile(`([\pL\pN_./∕%·]*)·([\pL\pN_]+)`)
	asmWord    = regexp.MustCompile(`[\pL\pN_]+`)
	asmInclude = regexp.MustCompile(`(?m)^\s*#\s*include\s+(.*)$`)
	asmMacro   = regexp.MustCompile(`(?m)^\s*#\s*define\s+([\pL\pN_]+)`)
	// asmComment drops what the assembler drops.
	asmComment = regexp.MustCompile(`(?s)//[^\n]*|/\*.*?\*/`)
)

// asmHeaders are the headers that come with Go, or are made from the package.
var asmHeaders = map[string]bool{`"textflag.h"`: true, `"go_asm.h"`: true, `"funcdata.h"`: true}

func isAssembly(name string) bool {
	ext := path.Ext(name)
	return ext == ".s" || ext == ".S" || ext == ".sx"
}

// assembly reads the assembly files of the package: nil if there are none.
func (u *Unit) assembly() *assembly {
	if u.asm != nil || !slices.ContainsFunc(u.src.Other, func(f File) bool { return isAssembly(f.Name) }) {
		return u.asm
	}
	a := &assembly{defines: map[string]bool{}, symbols: map[string]bool{}, loads: map[string]bool{}, words: map[string]bool{}}
	for _, file := range u.src.Other {
		switch {
		case strings.HasPrefix(file.Name, "$"): // a setting
		case path.Ext(file.Name) == ".s" && file.Text != nil:
			a.read(file)
		default:
			a.opaque = "the package has " + file.Name + ", which is not understood"
		}
	}
	u.asm = a
	return a
}

func (a *assembly) read(file File) {
	text := asmComment.ReplaceAllString(string(file.Text), " ")
	for _, m := range asmInclude.FindAllStringSubmatch(text, -1) {
		if !asmHeaders[strings.TrimSpace(m[1])] {
			a.opaque = file.Name + " includes another file"
		}
	}
	for _, m := range asmText.FindAllStringSubmatch(text, -1) {
		a.defines[m[1]] = true
	}
	for _, m := range asmSymbol.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			a.opaque = file.Name + " mentions symbols of other packages"
		}
		a.symbols[m[2]] = true
	}
	macros := make(map[string]bool)
	for _, m := range asmMacro.FindAllStringSubmatch(text, -1) {
		macros[m[1]] = true
	}
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		expands := slices.ContainsFunc(asmWord.FindAllString(line, -1), func(w string) bool { return macros[w] })
		for _, m := range asmSymbol.FindAllStringSubmatchIndex(line, -1) {
			name, load := line[m[4]:m[5]], !expands && isLoad(line, m[0])
			if _, seen := a.loads[name]; !seen || !load {
				a.loads[name] = load
			}
		}
	}
	for _, w := range asmWord.FindAllString(text, -1) {
		a.words[w] = true
	}
}

// isLoad reports whether the symbol at the offset of an instruction is one of
// its sources: in Go's assembler, the last operand is the destination.
func isLoad(instruction string, at int) bool {
	op := strings.Fields(instruction)[0]
	for _, other := range []string{"LEA", "XCHG", "XADD", "DATA", "GLOBL", "PUSH", "#define"} {
		if strings.Contains(op, other) {
			return false
		}
	}
	address := at > 0 && instruction[at-1] == '$'
	return !address && strings.Contains(instruction[at:], ",")
}

// mayWrite reports whether assembly may write a variable, get at its address,
// or load one that holds another.
func (a *assembly) mayWrite(n *Node) bool {
	return a.mentions(n) && (a.opaque != "" || !a.loads[n.Name] || !isImmutable(n.Object.Type(), map[types.Type]bool{}))
}

// mentions reports whether assembly may use a declaration of the package.
func (a *assembly) mentions(n *Node) bool {
	switch {
	case a == nil:
		return false
	case a.opaque != "":
		return true
	case n.Kind == TypeNode:
		for w := range a.words {
			if strings.HasPrefix(w, n.Name+"_") {
				return true
			}
		}
		return false
	case n.Kind == ConstNode:
		return a.words["const_"+n.Name]
	}
	return a.symbols[n.Name]
}

// bodiless writes a function that is implemented elsewhere (I9): in assembly,
// with what that mentions; or where it isn't seen.
func (f *former) bodiless(fn *types.Func) {
	f.others()
	asm := f.assembly()
	switch {
	case asm == nil || !asm.defines[fn.Name()] || fn.Signature().Recv() != nil:
		f.assume(f.node.Pos, "has no body in Go")
		return
	case asm.opaque != "":
		f.assume(f.node.Pos, "has its body in assembly, and "+asm.opaque)
	}
	nodes := slices.Clone(f.Nodes)
	slices.SortFunc(nodes, func(x, y *Node) int { // what stands first in the source doesn't matter
		return cmp.Or(strings.Compare(string(x.Kind), string(y.Kind)), strings.Compare(x.Name, y.Name))
	})
	for _, n := range nodes {
		if n != f.node && n.Object != nil && n.Kind != MethodsNode && n.Kind != RootNode && asm.mentions(n) {
			f.ref(ref{node: n, name: n.FullName()})
		}
	}
}
