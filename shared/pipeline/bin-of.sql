-- Which bin a value falls into: 1 + how many of the ascending cut points it exceeds, so that equal values fall into the same.
create or replace macro bin_of(amount, cuts) as 1 + len(list_filter(cuts, cut -> amount > cut));
