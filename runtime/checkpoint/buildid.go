package checkpoint

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"runtime"

	"github.com/zeebo/blake3"
)

// An executable is what the running binary's file tells of the binary.
type executable struct {
	// id is the whole Go build ID. Its last part alone, the hash of the main
	// package, would miss edits in what that imports. A binary without one is
	// known by the hash of its file.
	id []byte
	// text is the size in bytes of the segment that holds the code, 0 if the
	// file's format doesn't tell.
	text uint64
	// image is the size in bytes of all that is loaded of the file, likewise.
	image uint64
}

func readExecutable() (executable, error) {
	f, err := openExecutable()
	if err != nil {
		return executable{}, fmt.Errorf("cannot read the running executable: %w", err)
	}
	defer f.Close()
	exe, err := parseExecutable(f)
	if err != nil {
		return executable{}, fmt.Errorf("cannot read the running executable: %w", err)
	}
	return exe, nil
}

func parseExecutable(f *os.File) (executable, error) {
	var exe executable
	if e, err := elf.NewFile(f); err == nil {
		exe.text, exe.image = sizes(e)
		exe.id = goBuildID(e)
	}
	if len(exe.id) > 0 {
		exe.id = append([]byte("go\x00"), exe.id...)
		return exe, nil
	}
	// Not ELF, or linked with -buildid=.
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return exe, err
	}
	h := blake3.New()
	if _, err := io.Copy(h, f); err != nil {
		return exe, err
	}
	exe.id = h.Sum([]byte("file\x00"))
	return exe, nil
}

// goBuildID reads the note that the Go linker leaves: name "Go", type 4
// (cmd/internal/buildid). It is nil where there is none.
func goBuildID(e *elf.File) []byte {
	const goBuildIDType = 4
	section := e.Section(".note.go.buildid")
	if section == nil {
		return nil
	}
	data, err := section.Data()
	if err != nil || len(data) < 16 {
		return nil
	}
	name, desc, kind := e.ByteOrder.Uint32(data), e.ByteOrder.Uint32(data[4:]), e.ByteOrder.Uint32(data[8:])
	if name != 4 || kind != goBuildIDType || string(data[12:16]) != "Go\x00\x00" || uint64(desc) > uint64(len(data)-16) {
		return nil
	}
	return data[16 : 16+desc]
}

// sizes gives the size of the largest segment with code, and the distance from
// the begin of the first loaded segment to the end of the last one.
func sizes(e *elf.File) (text, image uint64) {
	begin, end := uint64(math.MaxUint64), uint64(0)
	for _, p := range e.Progs {
		if p.Type != elf.PT_LOAD {
			continue
		}
		begin, end = min(begin, p.Vaddr), max(end, p.Vaddr+p.Memsz)
		if p.Flags&elf.PF_X != 0 {
			text = max(text, p.Memsz)
		}
	}
	return text, max(end, begin) - begin
}

// anchor is where a function lies that every Go program has, and that is never
// part of a plugin.
var anchor = reflect.ValueOf(runtime.GC).Pointer()

// offset is the distance of a function from the anchor: the same in each
// process of one build, wherever the system loads it.
func offset(pc uintptr) [8]byte {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(pc-anchor))
	return b
}

// errForeign says that a function lies outside the executable's own code.
var errForeign = errors.New("it is not part of the executable, but of a plugin or shared library, whose edits nothing in the process tells")

// contains returns errForeign for a function that a plugin or a shared library
// brought: no build ID and no build info of the executable speak for it. Where
// the file's format doesn't tell how far the executable's code reaches (any but
// ELF), nothing is found.
func (env *environment) contains(pc uintptr) error {
	if mode := env.setting("-buildmode"); mode != "exe" && mode != "pie" && mode != "" {
		return nil // the process belongs to somebody else: its file tells nothing of us
	}
	exe, err := env.executable()
	if err != nil || exe.text == 0 {
		return nil
	}
	if d := int64(pc - anchor); max(d, -d) >= int64(exe.text) {
		return errForeign
	}
	return nil
}

// containsType returns errForeign for a declared type that a plugin or a shared
// library brought, whose methods its name and our build say nothing of. The
// descriptors of declared types are part of the file, as functions are.
func (env *environment) containsType(t reflect.Type) error {
	exe, err := env.executable()
	if err != nil || exe.image == 0 {
		return nil
	}
	if d := int64(reflect.ValueOf(t).Pointer() - anchor); max(d, -d) >= int64(exe.image) {
		return fmt.Errorf("type %s: %w", t, errForeign)
	}
	return nil
}

// buildID identifies the running build.
func (env *environment) buildID() ([]byte, error) {
	if mode := env.setting("-buildmode"); mode != "exe" && mode != "pie" && mode != "" {
		// The executable is a host's, whose file stays while our code changes.
		return nil, fmt.Errorf("a binary of -buildmode=%s has no build ID that it could read", mode)
	}
	exe, err := env.executable()
	return exe.id, err
}
