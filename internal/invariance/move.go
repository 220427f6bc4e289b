package invariance

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// moveDeclarations moves all functions, methods, types and groups of constants
// of each file to the next file of its package that has the same language
// version.
func moveDeclarations(c *change) {
	n := 0
	for _, p := range c.r.packages {
		byVersion := make(map[string][]*file)
		for _, f := range p.files {
			if f.chunks() == nil || hasDotImport(f.ast) {
				c.left["nothing to move, or a dot import"]++
				continue
			}
			v := p.TypesInfo.FileVersions[f.ast]
			byVersion[v] = append(byVersion[v], f)
		}
		for _, v := range slices.Sorted(maps.Keys(byVersion)) {
			files := byVersion[v]
			if len(files) < 2 {
				c.left["I3: the only file of its language version"] += len(files)
				continue
			}
			for i, from := range files {
				c.moveAll(from, files[(i+1)%len(files)], &n)
			}
		}
	}
}

func hasDotImport(f *ast.File) bool {
	for _, spec := range f.Imports {
		if spec.Name != nil && spec.Name.Name == "." {
			return true
		}
	}
	return false
}

// moveAll moves the declarations of one file to the end of another, which
// imports what they need under new names. Imports that nothing uses any more
// become blank.
func (c *change) moveAll(from, to *file, n *int) {
	info := from.pkg.TypesInfo
	linked := mentionedByComments(from.pkg)
	names := make(map[*types.PkgName]string) // in the other file
	used := make(map[*types.PkgName]bool)    // here, still
	moved := false
	for _, ch := range from.chunks() {
		goes := ch.movable()
		if d, ok := ch.decl.(*ast.FuncDecl); goes && ok && linked[d.Name.Name] {
			goes = false
			c.left["I2: named by a directive of its file"]++
		}
		if strings.Contains(string(from.src[ch.off:ch.end]), "//go:linkname") {
			goes = false
		}
		var edits []edit
		ast.Inspect(ch.decl, func(m ast.Node) bool {
			id, ok := m.(*ast.Ident)
			if !ok {
				return true
			}
			pn, ok := info.Uses[id].(*types.PkgName)
			switch {
			case !ok:
			case !goes:
				used[pn] = true
			default:
				if names[pn] == "" {
					*n++
					names[pn] = c.r.fresh("i", *n)
					c.insert(to, to.importsEnd(), fmt.Sprintf("; import %s %q", names[pn], pn.Imported().Path()))
				}
				edits = append(edits, edit{from.offset(id.Pos()) - ch.off, from.offset(id.End()) - ch.off, names[pn]})
			}
			return true
		})
		if !goes {
			continue
		}
		text, err := apply(&file{name: from.name, src: from.src[ch.off:ch.end]}, edits)
		if err != nil {
			panic(err) // identifiers don't overlap
		}
		c.at(to, len(to.src), len(to.src), "\n"+string(text)+"\n")
		c.at(from, ch.off, ch.end, "")
		c.sites++
		moved = true
	}
	if !moved {
		return
	}
	for _, spec := range from.ast.Imports {
		if pn := importName(info, spec); pn != nil && !used[pn] {
			if spec.Name != nil {
				c.replace(from, spec.Name.Pos(), spec.Name.End(), "_")
			} else {
				c.insert(from, spec.Path.Pos(), "_ ")
			}
		}
	}
}

// renameFiles gives each file another name that sorts as the old one did, so
// that initialization keeps its order (I5), and ends as it did, as systems and
// architectures do.
func renameFiles(c *change) {
	for _, p := range c.r.packages {
		for i, f := range p.files {
			dir, base := filepath.Split(f.name)
			c.moved[f] = filepath.Join(dir, fmt.Sprintf("%s%04d_%s", c.r.prefix, i, base))
			c.sites++
		}
		if len(p.files) < len(p.Syntax) { // the others would sort elsewhere
			for _, f := range p.files {
				delete(c.moved, f)
				c.sites--
				c.left["I5: in a package with a file that cannot be renamed"]++
			}
		}
	}
}

// reorderFiles gives the files of each package names that sort the other way
// round, where initialization cannot notice.
func reorderFiles(c *change) {
	for _, p := range c.r.packages {
		if len(p.files) < 2 {
			continue
		}
		if len(p.files) < len(p.Syntax) || !p.quietInit() || p.inits() > 1 {
			c.left["I5: in a package whose initialization runs code"] += len(p.files)
			continue
		}
		for i, f := range p.files {
			dir, base := filepath.Split(f.name)
			c.moved[f] = filepath.Join(dir, fmt.Sprintf("%s%04d_%s", c.r.prefix, len(p.files)-i, base))
			c.sites++
		}
	}
}

// inits counts the init functions of a package, and what else is numbered.
func (p *pkg) inits() (n int) {
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && (d.Name.Name == "init" || d.Name.Name == "_") {
					n++
				}
			}
		}
	}
	return n
}

// moveCheckout changes nothing: the copy stands elsewhere already.
func moveCheckout(c *change) {
	for range c.r.files {
		c.sites++
	}
}
