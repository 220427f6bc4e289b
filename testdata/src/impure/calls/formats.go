package calls

import (
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"log"
	"os"
	"strings"
	"text/template"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Methods that formatters, encoders and templates call on what is in an interface.

type unit struct{ n int }

func (unit) String() string { return os.Getenv("UNIT") }

func (unit) Home() string { return os.Getenv("HOME") }

func (unit) Save() error { return os.WriteFile("unit", nil, 0o600) }

func (unit) Other() int { return 1 }

// An encoder doesn't call String, a formatter no MarshalJSON, and no method of
// the name with other parameters.
type coded struct{ n int }

func (coded) MarshalJSON() ([]byte, error) { return []byte(os.Getenv("CODED")), nil }

func (coded) Format(layout string) string { return os.Getenv(layout) }

func inSlice(n int) string {
	return fmt.Sprint([]any{unit{n}}) // want `^inSlice reads the environment: os.Getenv at formats.go:\d+, by way of unit.String$`
}

func inMap(n int) string {
	m := map[string]any{"a": &unit{n}}
	return fmt.Sprint(m) // want `^inMap reads the environment: os.Getenv at formats.go:\d+, by way of unit.String$`
}

func behindPointer(n int) string {
	return fmt.Sprint(&struct{ U unit }{unit{n}}) // want `^behindPointer reads the environment: os.Getenv at formats.go:\d+, by way of unit.String$`
}

func inKey(n int) string {
	return fmt.Sprint(map[unit]int{{n}: 1}) // want `^inKey reads the environment: os.Getenv at formats.go:\d+, by way of unit.String$`
}

func inField(n int) string {
	return fmt.Sprint(struct{ V any }{unit{n}}) // want `^inField reads the environment: os.Getenv at formats.go:\d+, by way of unit.String$`
}

func inArgs(n int) string {
	return join("x", unit{n}) // want `^inArgs reads the environment: os.Getenv at formats.go:\d+, by way of join \(formats.go:\d+\) → unit.String$`
}

func join(sep string, args ...any) string { return fmt.Sprintf("%s%v", append([]any{sep}, args...)...) }

func encoded(n int) ([]byte, error) {
	return json.Marshal(map[string]any{"a": coded{n}}) // want `^encoded reads the environment: os.Getenv at formats.go:\d+, by way of coded.MarshalJSON$`
}

// Methods cannot be called through an unexported field.
func unexported(n int) string {
	return fmt.Sprint(struct{ v any }{unit{n}}, struct{ u unit }{unit{n}})
}

func printed(n int) string { return fmt.Sprint([]any{coded{n}}, coded{n}) }

func encodedUnit(n int) ([]byte, error) { return json.Marshal([]any{unit{n}}) }

// What a value that callers give is made of, they decide, and by convention such
// methods compute.
func formatted(v any) string { return fmt.Sprint(v) }

func messages(n int) error {
	log.Print([]any{unit{n}})
	fmt.Fprintln(os.Stderr, unit{n})
	return fmt.Errorf("%v", unit{n})
}

// Templates call what their texts name.

var page = template.Must(template.New("page").Parse("{{with .Unit}}{{.Home}}{{end}}"))

type data struct{ Unit any }

type typedData struct{ Unit unit }

type getter struct{ n int }

func (g getter) Get() unit { return unit{g.n} }

func rendered(n int) string {
	var b strings.Builder
	page.Execute(&b, data{unit{n}}) // want `^rendered reads the environment: os.Getenv at formats.go:\d+, by way of unit.Home$`
	return b.String()
}

func renderedMethod(n int) string {
	var b strings.Builder
	t := template.Must(template.New("").Parse("{{.Home}}"))
	t.Execute(&b, struct{ Unit coded }{}) // nothing of it is named
	t.Execute(&b, home{n})                // want `^renderedMethod reads the environment: os.Getenv at formats.go:\d+, by way of home.Home$`
	return b.String()
}

type home struct{ n int }

func (home) Home() string { return os.Getenv("HOME") }

func renderedInterface(n int) string {
	var b strings.Builder
	page.Execute(&b, struct{ Unit any }{home{n}}) // want `^renderedInterface reads the environment: os.Getenv at formats.go:\d+, by way of home.Home$`
	return b.String()
}

func renderedResult(n int) string {
	var b strings.Builder
	t := htmltemplate.Must(htmltemplate.New("").Parse("{{.Deep.Home}}"))
	t.Execute(&b, deepHome{n}) // want `^renderedResult reads the environment: os.Getenv at formats.go:\d+, by way of home.Home$`
	return b.String()
}

type deepHome struct{ n int }

func (d deepHome) Deep() home { return home{d.n} }

func renderedOther(n int) string {
	var b strings.Builder
	t := template.Must(template.New("").Parse("{{.Other}} Home {{.N}}"))
	t.Execute(&b, other{n})
	return b.String()
}

type other struct{ N int }

func (other) Other() int { return 1 }

func (other) Home() string { return os.Getenv("HOME") }

// A text that isn't known may name any.
func renderedText(text string) (string, error) {
	t, err := template.New("").Parse(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, other{}) // want `^renderedText reads the environment: os.Getenv at formats.go:\d+, by way of other.Home$`
	return b.String(), err
}

var (
	_ = checkpoint.Func(inSlice)
	_ = checkpoint.Func(inMap)
	_ = checkpoint.Func(behindPointer)
	_ = checkpoint.Func(inKey)
	_ = checkpoint.Func(inField)
	_ = checkpoint.Func(inArgs)
	_ = checkpoint.Func(encoded)
	_ = checkpoint.Func(unexported)
	_ = checkpoint.Func(printed)
	_ = checkpoint.Func(encodedUnit)
	_ = checkpoint.Func(formatted)
	_ = checkpoint.Func(messages)
	_ = checkpoint.Func(rendered)
	_ = checkpoint.Func(renderedMethod)
	_ = checkpoint.Func(renderedInterface)
	_ = checkpoint.Func(renderedResult)
	_ = checkpoint.Func(renderedOther)
	_ = checkpoint.Func(renderedText)
)
