"""Writes the rows of one table to train and to test on, and prints the scores of histogram gradient boosting; see `best`."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
import warnings

import pandas
from pandas.api.types import is_numeric_dtype
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, r2_score, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

warnings.simplefilter("ignore")
folder, name, scratch, fold = sys.argv[1:]


def read(file, as_written):
    path = os.path.join(folder, file)
    return pandas.read_csv(path, dtype=str, keep_default_na=False) if as_written else pandas.read_csv(path, na_values="?")


def is_classes(target):
    return not is_numeric_dtype(target) or target.nunique() <= 2


def split(as_written):
    """The rows to train and to test on: one of five shuffled folds; for fold 0 the parts that the data set comes with, or else the first."""
    has_parts = os.path.exists(os.path.join(folder, name + "-train.csv"))
    if has_parts and fold == "0":
        return read(name + "-train.csv", as_written), read(name + "-test.csv", as_written)
    file = name + ("-train.csv" if has_parts else ".csv")
    rows, target = read(file, as_written), read(file, False).iloc[:, -1]
    folds = StratifiedKFold if is_classes(target) else KFold
    parts = list(folds(5, shuffle=True, random_state=0).split(rows, target))
    train, test = parts[max(int(fold), 1) - 1]
    return rows.iloc[train], rows.iloc[test]


def dates_of(inputs):
    """The columns with nothing but days, such as 2024-02-29."""
    return [column for column in inputs
            if not is_numeric_dtype(inputs[column]) and inputs[column].astype(str).str.fullmatch(r"\d{4}-\d\d-\d\d").all()]


def in_numbers(inputs, dates):
    """The inputs, with five numbers for each date; what is no date there is missing."""
    inputs = inputs.copy()
    for column in dates:
        day = pandas.to_datetime(inputs.pop(column), format="%Y-%m-%d", errors="coerce")
        inputs[column + " year"], inputs[column + " month"] = day.dt.year, day.dt.month
        inputs[column + " day"], inputs[column + " weekday"] = day.dt.day, day.dt.weekday
        inputs[column + " number"] = (day - pandas.Timestamp(1970, 1, 1)).dt.days
    return inputs


for rows, file in zip(split(as_written=True), ("train.csv", "test.csv")):
    rows.to_csv(os.path.join(scratch, file), index=False)
train, test = split(as_written=False)
target, truth = train.iloc[:, -1], test.iloc[:, -1]
dates = dates_of(train.iloc[:, :-1])
inputs, unseen = in_numbers(train.iloc[:, :-1], dates), in_numbers(test.iloc[:, :-1], dates)
numbers = [column for column in inputs if is_numeric_dtype(inputs[column])]
others = [column for column in inputs if column not in numbers]
columns = make_column_transformer(
    (SimpleImputer(strategy="median"), numbers),
    (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), others),
    sparse_threshold=0)
kind = HistGradientBoostingClassifier if is_classes(target) else HistGradientBoostingRegressor
model = make_pipeline(columns, kind(random_state=0)).fit(inputs, target)
predicted = model.predict(unseen)
print("task", "classes" if is_classes(target) else "regression")
print("target", train.columns[-1])
if is_classes(target):
    print("accuracy", accuracy_score(truth, predicted))
    if target.nunique() == 2:
        print("roc-auc", roc_auc_score(truth, model.predict_proba(unseen)[:, 1]))
else:
    print("r2", r2_score(truth, predicted))
