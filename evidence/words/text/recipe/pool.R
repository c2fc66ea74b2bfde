# Pool the studies of studies.csv in the way settings.json says, and compare with what Touchstone showed.
#
# Run it in this folder with `Rscript pool.R`; it needs the package metafor. Set `included` in studies.csv to true or
# false, or change the model in settings.json, and run it again to see what follows. g above 0 favours massage.

if (!file.exists("studies.csv")) stop("Run this in the folder that holds studies.csv and settings.json.")
if (!requireNamespace("metafor", quietly = TRUE)) {
  stop("The package metafor is missing. In R: install.packages(\"metafor\"); on Debian: apt-get install r-cran-metafor.")
}

# The few values needed are found by their names, so that no package for JSON is needed.
settings <- paste(readLines("settings.json", encoding = "UTF-8", warn = FALSE), collapse = "\n")
setting <- function(name) {
  pattern <- sprintf('"%s"\\s*:\\s*\\K("[^"]*"|[^,}\\s]+)', name)
  value <- regmatches(settings, regexpr(pattern, settings, perl = TRUE, useBytes = TRUE))
  gsub('"', "", value)
}
method <- setting("method")
knapp_hartung <- setting("knapp_hartung") == "true"
floor_at_one <- setting("floor") == "true"
level <- as.numeric(setting("level"))

studies <- read.csv("studies.csv", encoding = "UTF-8")
# R reads TRUE and T as logical, but not true, which is what stands in the file.
studies$included <- toupper(as.character(studies$included))
if (!all(studies$included %in% c("TRUE", "FALSE"))) stop("In studies.csv, included is not true or false.")
studies$included <- studies$included == "TRUE"
included <- studies[studies$included, ]
g <- included$g
se <- included$se
k <- nrow(included)
if (k == 0) stop("No study is included, so there is nothing to pool.")

upper <- (1 + level) / 2
prediction <- NA # needs three studies, and a model in which effects may differ
if (k == 1) {
  # One study is its own result; how much studies differ is not known.
  estimate <- g
  limits <- g + c(-1, 1) * qnorm(upper) * se
  tau2 <- NA
  i2 <- NA
} else {
  fit_with <- function(test) {
    # metafor looks for Paule and Mandel's tau2 to four digits unless told otherwise.
    metafor::rma(yi = g, sei = se, method = method, test = test, level = 100 * level, control = list(tol = 1e-14))
  }
  # "knha" is Knapp-Hartung, "adhoc" the same with its factor never below 1. Effects that are all the same would give
  # "knha" an interval without width, so they have the factor 1, too.
  plain <- fit_with("z")
  fit <- if (!knapp_hartung) plain else fit_with(if (floor_at_one) "adhoc" else "knha")
  if (knapp_hartung && fit$s2w < 1e-12) fit <- fit_with("adhoc")
  estimate <- as.numeric(fit$beta)
  limits <- c(fit$ci.lb, fit$ci.ub)
  tau2 <- if (method == "FE") 0 else fit$tau2
  # I2 from Cochran's Q. metafor prints tau2 / (tau2 + a typical variance): the same for DL, another number for PM.
  i2 <- if (fit$QE > k - 1) 100 * (fit$QE - (k - 1)) / fit$QE else 0
  # t with k - 2 degrees of freedom on the standard error before Knapp-Hartung (Higgins, Thompson and Spiegelhalter 2009).
  # predict() of metafor takes the standard error after it with k - 1, or the normal distribution without it.
  if (k > 2 && method != "FE") prediction <- qt(upper, k - 2) * sqrt(plain$se^2 + tau2)
}

here <- c(
  estimate = estimate, ci_low = limits[1], ci_high = limits[2],
  pi_low = estimate - prediction, pi_high = estimate + prediction, tau2 = tau2, i2 = i2
)
printed <- function(number) if (is.na(number)) "-" else sprintf("%.6f", number)
shown <- function(name) if (setting(name) == "null") NA else as.numeric(setting(name))
cat(sprintf("%-12s%14s%14s\n", "", "pool.R", "Touchstone"))
cat(sprintf("%-12s%14d%14s\n", "studies", k, setting("studies")))
for (name in names(here)) cat(sprintf("%-12s%14s%14s\n", name, printed(here[[name]]), printed(shown(name))))
