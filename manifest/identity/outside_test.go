package identity_test

// twinsOutside depend on what is no code of the program's functions: comments
// that mean something, positions, files, other languages (I2, I9, I11).
var twinsOutside = []twin{
	{"I2 go:embed behind a blank line", `
-- a/a.go --
package a

import _ "embed"

//go:embed data.txt

// A comment that is not part of it.

var data string

func F() any { return data }
-- a/data.txt --
content one
`, "content one", "content two", ""},
	{"I2 go:embed in a group", `
-- a/a.go --
package a

import _ "embed"

var (
	other = 1

	//go:embed data.txt

	data string
)

func F() any { return data }
-- a/data.txt --
content one
`, "content one", "content two", ""},
	{"I11 a logger that writes line numbers", `
-- a/a.go --
package a

import "log"
import "strings"

func F() any {
	var b strings.Builder
	log.New(&b, "", log.Lshortfile).Print("x")
	return b.String()
}
`, "func F", "\n\nfunc F", "position"},
	{"I11 a structured logger that writes line numbers", `
-- a/a.go --
package a

import "log/slog"
import "strings"

func F() any {
	var b strings.Builder
	slog.New(slog.NewJSONHandler(&b, &slog.HandlerOptions{AddSource: true})).Info("x")
	return b.String()[30:]
}
`, "func F", "\n\nfunc F", "position"},
	{"I11 a stack", `
-- a/a.go --
package a

import "runtime"
import "strings"

func F() any {
	b := make([]byte, 1000)
	s := string(b[:runtime.Stack(b, false)])
	return s[strings.Index(s, "a.go"):]
}
`, "func F", "\n\nfunc F", "callers"},
	{"I11 methods that are listed", `
-- a/a.go --
package a

import "reflect"

type T struct{}

func (T) A() int { return 1 }

func F() any {
	for _, v := range reflect.ValueOf(T{}).Methods() { return v.Call(nil)[0].Int() }
	return 0
}
`, "return 1 }", "return 2 }", "@run time"},
	{"I9 assembly that writes a variable", `
-- a/a.go --
package a

var v int64 = 1

func setv()

func init() { setv() }

func F() any { return v }
-- a/a_amd64.s --
TEXT ·setv(SB), 4, $0-0
	MOVQ $7, ·v(SB)
	RET
`, "MOVQ $7", "MOVQ $8", "@assembly"},
	{"I9 a variable that is linked to another", `
-- b/b.go --
package b

import _ "unsafe"

var v = 1

func Get() int { return v }
-- a/a.go --
package a

import _ "unsafe"
import _ "m/b"

//go:linkname remote m/b.v
var remote int

func F() any { return remote }
`, "var v = 1", "var v = 2", "linked by name"},
}
