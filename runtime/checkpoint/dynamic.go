package checkpoint

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// dynamicType identifies the methods of a type that arrived inside an
// interface, for a function with the resolution r (rules T1 to T5 of the
// package comment).
func (env *environment) dynamicType(r *resolution, t reflect.Type) ([]byte, error) {
	if known, ok := r.types.Load(t); ok {
		return known.([]byte), nil
	}
	b, err := env.appendType(nil, r, t)
	if err != nil {
		return nil, err
	}
	r.types.Store(t, b)
	return b, nil
}

func (env *environment) appendType(b []byte, r *resolution, t reflect.Type) ([]byte, error) {
	if t.Name() == "" {
		return env.appendUnnamed(b, r, t)
	}
	if t.PkgPath() == "" {
		return appendParts(b, "predeclared", t.Name()), nil
	}
	if err := env.containsType(t); err != nil {
		return nil, err
	}
	return env.appendNamed(b, r, t.PkgPath(), t.Name())
}

// appendUnnamed stands for the declared types that t is made of (T1).
func (env *environment) appendUnnamed(b []byte, r *resolution, t reflect.Type) ([]byte, error) {
	b = appendParts(b, "unnamed", t.Kind().String())
	var of []reflect.Type
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		of = append(of, t.Elem())
	case reflect.Map:
		of = append(of, t.Key(), t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			of = append(of, t.Field(i).Type)
		}
	case reflect.Func:
		for i := range t.NumIn() {
			of = append(of, t.In(i))
		}
		for i := range t.NumOut() {
			of = append(of, t.Out(i))
		}
	case reflect.Interface:
		for i := range t.NumMethod() {
			of = append(of, t.Method(i).Type)
		}
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(len(of)))
	var err error
	for _, c := range of {
		if b, err = env.appendType(b, r, c); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// appendNamed identifies a declared type by what pins its code.
func (env *environment) appendNamed(b []byte, r *resolution, pkg, name string) ([]byte, error) {
	pkg = env.importPath(pkg)
	full := pkg + "." + name
	b = appendParts(b, "named", full)
	if strings.Contains(name, "[") {
		return env.appendBuild(b, full) // T5: the arguments may come from anywhere
	}
	mod, main := env.moduleOf(pkg)
	switch {
	case env.inStandard(pkg):
		return appendParts(b, "standard"), nil // T4: the Go release is in the identity
	case mod == nil:
		return env.appendBuild(b, full) // T5
	}
	if _, sum := version(mod); !main && sum != "" {
		return env.appendModules(b, full) // T3
	}
	if r.manifest != nil { // T2
		if entry, ok := r.manifest.Types[full]; ok {
			id, err := manifest.ParseIdentity(entry.Identity)
			if err != nil {
				return nil, err
			}
			b = appendParts(b, "type", string(id[:]))
			if len(entry.Assumes) > 0 { // I7
				b = appendParts(b, "assumes", strconv.Itoa(len(entry.Assumes)))
				b = appendParts(b, entry.Assumes...)
			}
			return b, nil
		}
	}
	return env.appendBuild(b, full)
}

// appendModules stands for the code of a dependency and of all that it may
// import, which build info doesn't tell: its own sum pins its own files alone.
func (env *environment) appendModules(b []byte, full string) ([]byte, error) {
	parts := []string{"modules"}
	for _, dep := range env.build.Deps {
		v, sum := version(dep)
		if v == "" || sum == "" {
			return env.appendBuild(b, full) // nothing pins this one's code
		}
		parts = append(parts, dep.Path, v, sum)
	}
	return appendParts(b, parts...), nil
}

func (env *environment) appendBuild(b []byte, full string) ([]byte, error) {
	id, err := env.buildID()
	if err != nil {
		return nil, fmt.Errorf("what identifies the methods of type %s is unknown: %w", full, err)
	}
	return appendParts(b, "build", string(id)), nil
}

// inStandard reports whether a package is the standard library's: no module of
// the binary holds it, and its path has no dot in the first element.
func (env *environment) inStandard(pkg string) bool {
	if env.build == nil || env.build.Main.Path == "" || env.nameless(pkg) {
		return false
	}
	first, _, _ := strings.Cut(pkg, "/")
	mod, _ := env.moduleOf(pkg)
	return mod == nil && !strings.Contains(first, ".") && first != "main"
}

// nameless reports whether a package, or what an id begins with, has no import
// path of its own: the go command calls packages of files on its command line
// command-line-arguments, and a program without build info is main.
func (env *environment) nameless(pkg string) bool {
	return strings.HasPrefix(pkg, "command-line-arguments") || env.mainPath() == "" && (pkg == "main" || strings.HasPrefix(pkg, "main."))
}

// appendParts appends each part after its length.
func appendParts(b []byte, parts ...string) []byte {
	for _, p := range parts {
		b = binary.LittleEndian.AppendUint64(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}
