"""Where things are: territories, the quarters' history, their outlines, and which one a point is in.

From official files to four tables: territories, passports, outlines, and the answers drawn from them.
"""
