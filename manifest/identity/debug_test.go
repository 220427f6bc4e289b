package identity_test

import "testing"

const debugLines = `
-- main/main.go --
// Program main.

//go:debug panicnil=1
package main

//go:debug isno=1
func main() { helper() }

func helper() {}
-- main/main_test.go --
package main

import "testing"

func TestX(t *testing.T) { helper() }

func helperOfTest() {}
`

// I10: what a program starts with belongs to where it begins.
func TestI10DebugLinesCountWhereAProgramBegins(t *testing.T) {
	runEdits(t, debugLines, []edit{
		{"a setting", "panicnil=1", "panicnil=0", "main.TestX main.main"},
		{"no setting", "//go:debug panicnil=1\n", "", "main.TestX main.main"},
		{"another setting", "//go:debug panicnil=1\n", "//go:debug panicnil=1\n//go:debug x509sha1=1\n", "main.TestX main.main"},
		{"spaces", "//go:debug panicnil=1", "//go:debug   panicnil=1", ""},
		{"a comment", "// Program main.", "// Program of ours.", ""},
		{"a line that is no directive", "//go:debug isno=1", "//go:debug isno=2", ""},
		{"a setting of a test", "package main\n\nimport \"testing\"", "//go:debug execerrdot=0\npackage main\n\nimport \"testing\"", "main.TestX main.main"},
	})
}
