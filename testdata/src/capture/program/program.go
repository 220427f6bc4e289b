// Program annotates variables, of which only some are read by what it registers.
package main

import (
	"fmt"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

//checkpoint:capture
var rate = 2

//checkpoint:capture
var deep = 3

//checkpoint:capture // want `^directive //checkpoint:capture annotates shown, which no registered function reads: remove it$`
var shown = 4

//checkpoint:nohash // want `^directive //checkpoint:nohash annotates quiet, which no registered function reads: remove it$`
var quiet = 5

//checkpoint:nohash // want `^directive //checkpoint:nohash annotates Unread, which nothing reads: remove it$`
var Unread = 6

//checkpoint:nohash
var verbose bool

//checkpoint:capture
var base = 1

//checkpoint:capture
var inMethod = 7

var derived = base * 2

type scaler interface{ scale(n int) int }

type double struct{}

func (double) scale(n int) int { return inMethod * n }

func work(n int) int {
	if verbose {
		fmt.Println(n)
	}
	var s scaler = double{}
	return n*rate + help(n) + derived + s.scale(n)
}

func help(n int) int { return func() int { return n * deep }() }

var Work = checkpoint.Func(work)

func main() {
	rate, deep, shown, quiet, verbose, base, inMethod, Unread = 1, 1, 1, 1, true, 1, 1, 1
	fmt.Println(Work.Call(1), shown, quiet)
}
