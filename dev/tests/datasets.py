"""A small invented dataset in which nothing is wrong, and a way to spoil it."""

FILES = {
    "accounts.csv": "Account,Revenue,Employees\nAcorn,12.5,40.0\nBirch,,\n",
    "products.csv": "Product,Sales_Price\nChair,100\nDesk,250.5\n",
    "sales-teams.csv": (
        "Sales_Agent,Manager,Regional_Office\n"
        "Ana Sol,Eva Luz,North\nBea Mar,Eva Luz,North\nCid Rey,Ana Sol,South\n"
    ),
    "sales-pipeline.csv": (
        "Account,Opportunity_ID,Sales_Agent,Deal_Stage,Product,Close_Date,Close_Value,"
        "Created_On\n"
        "Acorn,O1,Ana Sol,In_Progress,Chair,,,2020-02-03\n"
        "Acorn,O2,Bea Mar,Won,Desk,2020-03-01,240,2020-02-01\n"
        ",O3,Cid Rey,Lost,Desk,2020-03-04,0.0,2020-02-29\n"
        "Birch,O4,Ana Sol,Won,Chair,2020-03-04,,2020-03-04\n"
    ),
    "clicks.csv": "Created_On,Source,Industry\n2020-03-05,Email,Farming\n",
}


def add_row(folder, name, line):
    """Write ``line`` and a good row behind the rows of a file."""
    with (folder / name).open("ab") as file:
        file.write(line if isinstance(line, bytes) else line.encode())
        file.write(b"\n")
