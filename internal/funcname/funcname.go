// Package funcname names functions so that build time and run time agree.
//
// A function's id is the import path of its package and its name as the
// runtime spells it, without escapes:
//
//	example.com/app/pipeline.thumbnail    a function
//	example.com/app/pipeline.Image.Rotate a method with a value receiver
//	example.com/app/pipeline.(*Image).Crop a method with a pointer receiver
//
// The import path is always the real one, also for a package main, which the
// runtime calls "main" inside a program. Method expressions carry these names;
// what the runtime names in another way (closures, method values, methods of
// types declared inside functions, functions made by reflection) has no id: such
// names don't identify a function, as they are shared or change with unrelated
// edits.
//
// The runtime calls all instances of a generic function Gen[...]. The id of one
// has its type arguments instead, as example.com/app.Gen[int] or
// example.com/app.(*Set[example.com/app/pipeline.Image]).Add, which build time
// alone can tell (package registration).
package funcname

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Func is the id of a package-level function.
func Func(pkg, name string) string { return pkg + "." + name }

// Method is the id of a method declared on the named type recv of pkg.
func Method(pkg, recv, name string, pointer bool) string {
	if pointer {
		return pkg + ".(*" + recv + ")." + name
	}
	return pkg + "." + recv + "." + name
}

// The kinds of runtime names that identify no function.
var (
	ErrClosure     = errors.New("a function literal")
	ErrMethodValue = errors.New("a method value")
	ErrGeneric     = errors.New("an instance of a generic function")
	ErrLocal       = errors.New("a method of a type declared inside a function")
	ErrUnnamed     = errors.New("a function made at run time")
)

// FromRuntime gives the id of the function that the runtime calls name, in a
// binary whose main package has the import path mainPath ("" if unknown). The
// error is one of the package's, wrapped.
func FromRuntime(name, mainPath string) (string, error) {
	pkg, sym, ok := Split(name)
	if !ok {
		return "", fmt.Errorf("%q: %w", name, ErrUnnamed)
	}
	if pkg == "main" && mainPath != "" {
		pkg = mainPath
	}
	switch {
	case pkg == "reflect" || pkg == "runtime" && strings.HasPrefix(sym, "call"):
		return "", fmt.Errorf("%q: %w", name, ErrUnnamed)
	case strings.HasSuffix(sym, "-fm"):
		return "", fmt.Errorf("%q: %w", name, ErrMethodValue)
	case strings.Contains(sym, "[...]"):
		return "", fmt.Errorf("%q: %w", name, ErrGeneric)
	case strings.Contains(sym, "·"): // L·1: numbered in the order of the package's local types
		return "", fmt.Errorf("%q: %w", name, ErrLocal)
	}
	var room [3]string // where more are as bad as three
	parts := split(room[:0], sym)
	for i, part := range parts {
		if part == "" || part == "init" || part == "glob" || isDigits(part) || i > 0 && isClosure(part) && !pointerReceiver(parts[0]) {
			return "", fmt.Errorf("%q: %w", name, ErrClosure)
		}
	}
	switch {
	case len(parts) > 2:
		return "", fmt.Errorf("%q: %w", name, ErrClosure)
	case !declarable(parts):
		return "", fmt.Errorf("%q: %w", name, ErrUnnamed)
	}
	if dot := len(pkg); dot < len(name) && name[dot] == '.' && name[:dot] == pkg { // nothing was escaped
		return name, nil
	}
	return pkg + "." + sym, nil
}

// split appends to parts those of a symbol, but of many no more than parts has room for.
func split(parts []string, sym string) []string {
	for more := true; more && len(parts) < cap(parts); {
		var part string
		part, sym, more = strings.Cut(sym, ".")
		parts = append(parts, part)
	}
	return parts
}

// declarable reports whether the parts are those of a declared function or
// method: F, T.M or (*T).M.
func declarable(parts []string) bool {
	for i, part := range parts {
		if i == 0 && len(parts) == 2 && pointerReceiver(part) {
			part = part[len("(*") : len(part)-len(")")]
		}
		if !identifier(part) {
			return false
		}
	}
	return true
}

func identifier(s string) bool {
	for i, c := range s {
		if c != '_' && !unicode.IsLetter(c) && (i == 0 || !unicode.IsDigit(c)) {
			return false
		}
	}
	return s != ""
}

// pointerReceiver reports whether part is the receiver of (*T).M. It tells the
// method func1 of T from the first closure of the function F, which the runtime
// calls F.func1.
func pointerReceiver(part string) bool {
	return strings.HasPrefix(part, "(*") && strings.HasSuffix(part, ")") && len(part) > len("(*)")
}

// Split cuts a runtime name into the import path, unescaped, and the symbol; ok
// is false if one of them is missing.
func Split(name string) (pkg, sym string, ok bool) {
	// Type arguments may hold slashes and dots: F[example.com/p.T].
	head := name
	if i := strings.IndexByte(name, '['); i >= 0 {
		head = name[:i]
	}
	slash := strings.LastIndexByte(head, '/')
	dot := strings.IndexByte(head[slash+1:], '.')
	if dot < 0 {
		return "", "", false
	}
	dot += slash + 1
	return unescape(name[:dot]), name[dot+1:], dot > 0 && name[dot+1:] != ""
}

// isClosure reports whether the runtime gives a closure such a name: func1,
// gowrap2, deferwrap3.
func isClosure(s string) bool {
	for _, prefix := range []string{"func", "gowrap", "deferwrap"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok && isDigits(rest) {
			return true
		}
	}
	return false
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// unescape undoes the linker's escaping of import paths, %2e for a dot in the
// last element (cmd/internal/objabi.PathToPrefix).
func unescape(path string) string {
	if !strings.Contains(path, "%") {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] == '%' && i+2 < len(path) {
			hi, lo := unhex(path[i+1]), unhex(path[i+2])
			if hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(path[i])
	}
	return b.String()
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
