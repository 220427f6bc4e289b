// Package output holds what the output check flags and what it doesn't.
package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"text/template"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func prints(n int) int {
	fmt.Println(n) // want `^prints writes to standard output, which a hit would lose: fmt.Println$`
	return n
}

func printsDeep(n int) int {
	show(os.Stdout, n) // want `^printsDeep writes to standard output, which a hit would lose: os.Stdout$`
	return n
}

func show(w io.Writer, n int) { fmt.Fprintln(w, n) }

func toArgument(w io.Writer, n int) int {
	fmt.Fprintln(w, n) // want `^toArgument writes to its argument w, which a hit would lose: fmt.Fprintln$`
	return n
}

func toArgumentDeep(w io.Writer, n int) int {
	show(w, n) // want `^toArgumentDeep writes to its argument w, which a hit would lose: fmt.Fprintln at output.go:\d+, by way of show$`
	return n
}

func byMethod(w io.Writer) (int, error) {
	return w.Write(nil) // want `byMethod writes to its argument w, which a hit would lose: io.Writer.Write$`
}

func buffer(b *bytes.Buffer) int {
	b.WriteString("x") // want `buffer writes to its argument b, which a hit would lose: bytes.Buffer.WriteString$`
	return b.Len()
}

func encoder(w io.Writer, v string) error {
	return json.NewEncoder(w).Encode(v) // want `encoder writes to its argument w, which a hit would lose: json.NewEncoder$`
}

func executes(w io.Writer, t string) error {
	return template.Must(template.New("").Parse(t)).Execute(w, nil) // want `executes writes to its argument w, which a hit would lose: template.Template.Execute$`
}

type response interface {
	Write([]byte) (int, error)
	WriteHeader(status int)
}

func responds(w response, n int) int {
	w.WriteHeader(n) // want `responds writes to its argument w, which a hit would lose: output.response.WriteHeader$`
	return n
}

type printer struct{ out io.Writer }

func (p *printer) print(n int) int {
	fmt.Fprint(p.out, n) // want `\(\*printer\).print writes to its argument p, which a hit would lose: fmt.Fprint$`
	return n
}

var out io.Writer = os.Stdout

func byVariable(n int) int {
	fmt.Fprint(out, n) // want `byVariable writes to standard output, which a hit would lose: os.Stdout at output.go:\d+, by way of variable out$`
	return n
}

// What is fine.

func local(n int) string {
	var b strings.Builder
	show(&b, n)
	p := &printer{&b}
	p.print(n)
	w := bufio.NewWriter(&b)
	w.WriteString("x")
	w.Flush()
	return b.String()
}

func logs(n int) int {
	log.Print(n)
	fmt.Fprintln(os.Stderr, n)
	println(n)
	return n
}

func progress(bar io.Writer, n int) int {
	fmt.Fprintln(bar, n)
	return n
}

func ignored(n int) int {
	fmt.Print(n) //checkpoint:ignore output only when debugging
	return n
}

var (
	_ = checkpoint.Func(prints)
	_ = checkpoint.Func(printsDeep)
	_ = checkpoint.Func(toArgument)
	_ = checkpoint.Func(toArgumentDeep)
	_ = checkpoint.Func(byMethod)
	_ = checkpoint.Func(buffer)
	_ = checkpoint.Func(encoder)
	_ = checkpoint.Func(executes)
	_ = checkpoint.Func(responds)
	_ = checkpoint.Func((*printer).print)
	_ = checkpoint.Func(byVariable)
	_ = checkpoint.Func(local)
	_ = checkpoint.Func(logs)
	_ = checkpoint.Func(progress, checkpoint.NoHash("bar"))
	_ = checkpoint.Func(ignored)
)

var (
	_ = checkpoint.Func(fmt.Println)  // want `fmt.Println writes to standard output, which a hit would lose: fmt.Println$`
	_ = checkpoint.Func(fmt.Fprintln) // want `fmt.Fprintln writes to its argument w, which a hit would lose: fmt.Fprintln$`
	_ = checkpoint.Func(fmt.Sprintln)
)
