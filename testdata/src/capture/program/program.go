// Program annotates variables, of which only some are read by what it registers.
package main

import (
	"fmt"
	"time"

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

//checkpoint:nohash
var inHashBy = 8

//checkpoint:capture by=size
var list = []int{1}

//checkpoint:capture
var inSize = 9

//checkpoint:nohash
var inHashMethod = 10

//checkpoint:nohash
var inOption = 11

func size(list []int) int { return len(list) * inSize }

func twice(n int) (int, error) { return n * inHashBy, nil }

type hashed struct{}

func (hashed) HashCheckpoint() (any, error) { return inHashMethod, nil }

func ofHashed(h hashed) int { return len(list) }

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

var (
	Work   = checkpoint.Func(work, checkpoint.HashBy("n", twice))
	Hashed = checkpoint.Func(ofHashed)
)

func init() { checkpoint.Func(initial, checkpoint.TTL(time.Duration(inOption))) }

func initial(n int) int { return n }

func main() {
	rate, deep, shown, quiet, verbose, base, inMethod, Unread = 1, 1, 1, 1, true, 1, 1, 1
	inHashBy, list, inSize, inHashMethod, inOption = 1, nil, 1, 1, 1
	fmt.Println(Work.Call(1), shown, quiet)
}
